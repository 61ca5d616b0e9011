/**
 * Erases a person from an organization: rows of their own, mentions of them, history, unsent mail,
 * what jobs left behind, the outbox; their account too unless they belong elsewhere.
 *
 * Several transactions in an order that makes repeating safe: as long as the user is there, the
 * mentions are sought by their ids; once gone, all that is left is found by the address.
 */
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { systemScope } from '../../kernel/db/scope.ts';
import { eraseFromAudit, recordAudit } from '../audit/index.ts';
import { deleteMembership, deleteSessionsIn, deleteUser, lockOwners } from '../identity/index.ts';
import { eraseMails } from '../mail/index.ts';
import { type PersonalTable, readPersonalTables } from './catalogue.ts';
import { erasePersonJob } from './jobs.ts';
import type { PrivacyParts } from './parts.ts';
import { erasedName, type Person } from './person.ts';
import { findTraces } from './sought.ts';
import { deleteStatement, eraseJobsStatement, eraseStatement, type Sought } from './statements.ts';
import { expireExports, findRequest, insertSuppression, updateRequest } from './store.ts';
import { openIn } from './subject.ts';

export async function erasePerson(
  parts: PrivacyParts,
  { organizationId, requestId }: { organizationId: string; requestId: string },
): Promise<void> {
  const scope = systemScope(organizationId, erasePersonJob.name);
  const { database, box, clock } = parts;
  const tables = await readPersonalTables(database);
  const found = await database.withOrganization(scope, async (tx) => {
    const request = await findRequest(tx, requestId);
    if (request?.state !== 'queued' || request.emailSealed === null) return null;
    const email = openIn(box, request, 'email_sealed', request.emailSealed);
    const traces = await findTraces(tx, email, request.subjectHash);
    if (await isLastOwner(tx, traces.person)) {
      await updateRequest(tx, requestId, { state: 'refused', finishedAt: clock.now() });
      return null;
    }
    await insertSuppression(tx, request.subjectHash);
    await eraseMentions(tx, tables, traces.sought);
    return traces;
  });
  if (!found) return;
  const { person, sought } = found;
  await eraseIdentity(parts, tables, { person, sought, organizationId });
  await parts.mailer.forget?.(person.email);
  await database.withOrganization(scope, async (tx) => {
    // What they did while the above ran.
    await eraseMentions(tx, tables, sought);
    if (person.user) await deleteMembership(tx, person.user.id);
    const request = await findRequest(tx, requestId);
    if (!request) return;
    await expireExports(tx, { subjectHash: request.subjectHash });
    await updateRequest(tx, requestId, {
      state: 'done',
      emailSealed: null,
      finishedAt: clock.now(),
    });
    await recordAudit(tx, {
      action: 'privacy.erased',
      target: { type: 'privacy_request', id: requestId },
    });
  });
}

/** Asked again here: the other owner may have left since the request. */
async function isLastOwner(tx: OrganizationTransaction, { user }: Person): Promise<boolean> {
  if (!user) return false;
  const owners = await lockOwners(tx);
  return owners.length === 1 && owners[0] === user.id;
}

async function eraseMentions(
  tx: OrganizationTransaction,
  tables: readonly PersonalTable[],
  sought: Sought,
): Promise<void> {
  for (const table of tables) {
    // Lines of the log are nobody's to change; one function may, and only this.
    if (table.scope !== 'organization' || table.name === 'audit_log') continue;
    const statement = eraseStatement(table, sought);
    if (statement) await tx.query(statement);
  }
  const { mentions, userIds } = sought;
  await eraseFromAudit(tx, { userIds, sought: mentions, substitute: erasedName });
}

/** Somebody who belongs elsewhere too keeps their account, and all that belongs to it. */
async function eraseIdentity(
  { database, box }: PrivacyParts,
  tables: readonly PersonalTable[],
  about: { person: Person; sought: Sought; organizationId: string },
): Promise<void> {
  const { person, sought, organizationId } = about;
  const { user, email } = person;
  await database.withIdentity(async (tx) => {
    await eraseMails(tx, box, { address: email, organizationId, alone: user?.elsewhere === false });
    await tx.query(eraseJobsStatement(sought));
    if (!user) return;
    if (user.elsewhere) return deleteSessionsIn(tx, user.id, organizationId);
    for (const table of tables) {
      const statement = table.scope === 'identity' ? deleteStatement(table, sought) : null;
      if (statement) await tx.query(statement);
    }
    await deleteUser(tx, user.id);
  });
}
