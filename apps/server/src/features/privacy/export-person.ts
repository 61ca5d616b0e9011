import { z } from 'zod';
import type { IdentityTransaction, OrganizationTransaction } from '../../kernel/db/database.ts';
import { systemScope } from '../../kernel/db/scope.ts';
import { recordAudit } from '../audit/index.ts';
import { type PersonalTable, readPersonalTables } from './catalogue.ts';
import { exportPersonJob } from './jobs.ts';
import type { PrivacyParts } from './parts.ts';
import { findTraces } from './sought.ts';
import { gatherStatement, type Sought } from './statements.ts';
import { findRequest, updateRequest } from './store.ts';
import { openIn, sealIn } from './subject.ts';

const rows = z.array(z.object({ row: z.record(z.string(), z.unknown()) }));
const lifeMilliseconds = 7 * 86_400_000;

type Gathered = Record<string, Record<string, unknown>[]>;

/** Gathers what the organization holds about the person; done again, it gathers anew. */
export async function exportPerson(
  parts: PrivacyParts,
  { organizationId, requestId }: { organizationId: string; requestId: string },
): Promise<void> {
  const scope = systemScope(organizationId, exportPersonJob.name);
  const tables = await readPersonalTables(parts.database);
  const found = await parts.database.withOrganization(scope, async (tx) => {
    const request = await findRequest(tx, requestId);
    if (request?.state !== 'queued' || request.emailSealed === null) return null;
    const email = openIn(parts.box, request, 'email_sealed', request.emailSealed);
    const traces = await findTraces(tx, email, request.subjectHash);
    return { email, request, ...traces, gathered: await gather(tx, tables, traces.sought) };
  });
  if (!found) return;
  const { email, request, person, sought } = found;
  const own = await parts.database.withIdentity((tx) =>
    person.user ? gatherIdentity(tx, tables, sought, organizationId) : Promise.resolve({}),
  );
  const now = parts.clock.now();
  const content = JSON.stringify({
    export: {
      email,
      organizationId,
      exportedAt: now.toISOString(),
      tables: { ...found.gathered, ...own },
    },
  });
  await parts.database.withOrganization(scope, async (tx) => {
    await updateRequest(tx, requestId, {
      state: 'done',
      contentSealed: sealIn(parts.box, request, 'content_sealed', content),
      finishedAt: now,
      expiresAt: new Date(now.getTime() + lifeMilliseconds),
    });
    await recordAudit(tx, {
      action: 'privacy.exported',
      target: { type: 'privacy_request', id: requestId },
    });
    if (request.requestedBy !== null) {
      await parts.notify(tx, {
        kind: 'export_ready',
        details: { what: 'The export of personal data' },
        path: '/settings/privacy',
        personId: request.requestedBy,
      });
    }
  });
}

async function gather(
  tx: OrganizationTransaction | IdentityTransaction,
  tables: readonly PersonalTable[],
  sought: Sought,
): Promise<Gathered> {
  const scope = 'identity' in tx ? 'identity' : 'organization';
  const gathered: Gathered = {};
  for (const table of tables.filter((each) => each.scope === scope)) {
    const found = rows.parse(await tx.query(gatherStatement(table, sought)));
    if (found.length > 0) gathered[table.name] = found.map(({ row }) => row);
  }
  return gathered;
}

/** The person's account; of their sessions those in this organization, the rest is no business here. */
async function gatherIdentity(
  tx: IdentityTransaction,
  tables: readonly PersonalTable[],
  sought: Sought,
  organizationId: string,
): Promise<Gathered> {
  const ofAccount = tables.filter(({ name }) => name !== 'mails');
  // Mentions elsewhere than in rows of their own user may be about another life of the address.
  const gathered = await gather(tx, ofAccount, { ...sought, mentions: '(?!)' });
  const sessions = gathered.sessions?.filter(
    (session) => session.active_organization_id === organizationId,
  );
  return { ...gathered, ...(sessions && { sessions }) };
}
