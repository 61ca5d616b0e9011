/**
 * What happens to a person's own account concerns each organization they belong to, and stands in
 * the log of each. An organization's log is written in its own scope, after the act.
 */
import type { Database } from '../../kernel/db/database.ts';
import { systemScope } from '../../kernel/db/scope.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import { recordAudit } from '../audit/index.ts';
import { listOrganizationsOf } from './store.ts';

type Line = Omit<Parameters<typeof recordAudit>[1], 'target'>;

/** An act of a signed-in person, in the log of the organization they are in. */
export async function auditCaller(
  database: Database,
  { userId, membership }: Caller,
  line: Line,
): Promise<void> {
  if (!membership) return;
  await database.withOrganization(membership.scope, (tx) =>
    recordAudit(tx, { ...line, target: { type: 'user', id: userId } }),
  );
}

/** Something that happened to an account without a session, in the logs of all its organizations. */
export async function auditPerson(database: Database, userId: string, line: Line): Promise<void> {
  for (const { id } of await listOrganizationsOf(database, userId)) {
    await database.withOrganization(systemScope(id, 'identity'), (tx) =>
      recordAudit(tx, { ...line, target: { type: 'user', id: userId } }),
    );
  }
}
