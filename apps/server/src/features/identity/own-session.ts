/** What is asked of a session before it may change the account behind it. */
import type { IdentityTransaction } from '../../kernel/db/database.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { findOpenSession } from './sessions/store.ts';

/**
 * A session that an organization's identity provider vouched for speaks in that organization only.
 * Could it change the account's address or proofs, the provider's administrator would get into every
 * other organization of the person.
 * @throws Problem forbidden
 */
export async function requireFreeSession(tx: IdentityTransaction, caller: Caller): Promise<void> {
  const session = await findOpenSession(tx, caller);
  if (!session) throw new Problem('unauthorized', 'Sign in to continue.');
  if (session.pinnedOrganizationId === null) return;
  throw new Problem(
    'forbidden',
    'You came in by single sign-on of one organization. Sign in with your password to change your account.',
  );
}
