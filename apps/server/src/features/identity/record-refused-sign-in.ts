import type { Database } from '../../kernel/db/database.ts';
import { systemScope } from '../../kernel/db/scope.ts';
import { recordAudit } from '../audit/index.ts';
import { findLastOrganization, findUserByEmail, listOrganizationsOf } from './store.ts';

/**
 * Writes down that somebody tried a wrong password, in the organization that the session would have
 * begun in. An address that nobody has, or whose owner belongs nowhere, leaves no line. To be called
 * after the answer has gone: how long it takes tells whether the address is known.
 */
export async function recordRefusedSignIn(
  database: Database,
  email: string,
  requestId: string,
): Promise<void> {
  const found = await database.withIdentity(async (tx) => {
    const user = await findUserByEmail(tx, email);
    return user && { userId: user.id, last: await findLastOrganization(tx, user.id) };
  });
  if (!found) return;
  const organizations = await listOrganizationsOf(database, found.userId);
  const organization = organizations.find(({ id }) => id === found.last) ?? organizations[0];
  if (!organization) return;
  await database.withOrganization(systemScope(organization.id, 'sign-in'), (tx) =>
    recordAudit(tx, {
      action: 'session.sign_in_refused',
      target: { type: 'user', id: found.userId },
      outcome: 'refused',
      requestId,
    }),
  );
}
