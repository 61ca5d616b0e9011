import type { PrivacyRequest } from '@partneros/contract/privacy';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import type { OrganizationCaller } from '../../kernel/http/caller.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { newId } from '../../kernel/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { lockOwners } from '../identity/index.ts';
import { erasePersonJob, exportPersonJob } from './jobs.ts';
import type { PrivacyParts } from './parts.ts';
import { presentRequest } from './present.ts';
import { findPerson, insertRequest } from './store.ts';
import { sealIn, subjectHash } from './subject.ts';

export interface Wish {
  kind: 'export' | 'erasure';
  email: string;
  caller: OrganizationCaller;
  requestId: string;
}

/**
 * Notes the request and queues the work. Whether the organization knows the address makes no
 * difference: an erasure keeps it out from now on in any case.
 * @throws Problem forbidden, prerequisite_missing: what an erasure may not do to owners
 */
export async function requestData(
  parts: PrivacyParts,
  tx: OrganizationTransaction,
  { kind, email: given, caller, requestId }: Wish,
): Promise<PrivacyRequest> {
  const email = given.trim().toLowerCase();
  if (kind === 'erasure') await refuseOwner(tx, email, caller);
  const { organizationId } = tx.scope;
  const row = { id: newId(), organizationId };
  const request = {
    ...row,
    kind,
    state: 'queued' as const,
    emailSealed: sealIn(parts.box, row, 'email_sealed', email),
    subjectHash: subjectHash(parts.keyedHash, organizationId, email),
    requestedBy: caller.userId,
    createdAt: parts.clock.now(),
    finishedAt: null,
    expiresAt: null,
  };
  await insertRequest(tx, request);
  const job = kind === 'export' ? exportPersonJob : erasePersonJob;
  await parts.jobs.enqueue(tx, job, { organizationId, requestId: row.id });
  await recordAudit(tx, {
    action: kind === 'export' ? 'privacy.export_requested' : 'privacy.erasure_requested',
    target: { type: 'privacy_request', id: row.id },
    requestId,
  });
  return presentRequest(parts.box, request);
}

async function refuseOwner(
  tx: OrganizationTransaction,
  email: string,
  caller: OrganizationCaller,
): Promise<void> {
  const { user } = await findPerson(tx, email);
  if (!user) return;
  const owners = await lockOwners(tx);
  if (!owners.includes(user.id)) return;
  if (caller.membership.role !== 'owner') {
    throw new Problem('forbidden', 'Only an Owner may erase an Owner.');
  }
  if (owners.length === 1) {
    throw new Problem('prerequisite_missing', 'Make somebody else Owner first: this is the last.');
  }
}
