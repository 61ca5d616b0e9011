import { sha256 } from '../../kernel/crypto/tokens.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { Actor } from '../../kernel/db/scope.ts';
import type { Authenticate } from '../../kernel/http/caller.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { recordAudit } from '../audit/index.ts';
import { type AuthLibrary, type AuthUser, idleSeconds } from './auth-library.ts';
import { reachableOrganizations } from './reachable-organizations.ts';
import type { SessionCookie } from './session-cookie.ts';
import { deleteSessionOf } from './store.ts';

export interface SignInParts {
  database: Database;
  auth: AuthLibrary;
  cookie: SessionCookie;
  authenticate: Authenticate;
}

export interface SignedIn {
  user: AuthUser;
  organization: { id: string; name: string; slug: string } | null;
  setCookie: string;
}

/**
 * Checks address and password and makes a session.
 * @throws Problem unauthorized, the same for an unknown address and a wrong password;
 *   prerequisite_missing, after a right one, where every organization asks for single sign-on
 */
export async function signIn(
  { database, auth, cookie, authenticate }: SignInParts,
  credentials: { email: string; password: string; userAgent: string | null },
  requestId: string,
): Promise<SignedIn> {
  const made = await auth.signIn(credentials);
  if (!made) throw new Problem('unauthorized', 'E-mail address or password is wrong.');
  const { open, behindSso } = await reachableOrganizations(database, {
    userId: made.user.id,
    pinnedOrganizationId: null,
  });
  if (open.length === 0 && behindSso.length > 0) {
    await database.withIdentity((tx) => deleteSessionOf(tx, sha256(made.token)));
    throw new Problem('prerequisite_missing', 'Your organization asks for single sign-on.');
  }
  const setCookie = cookie.write(made.token, idleSeconds);
  const authentication = await authenticate({ cookie: setCookie.split(';')[0] });
  const membership = authentication?.caller.membership ?? null;
  if (membership) {
    await database.withOrganization(membership.scope, (tx) =>
      recordAudit(tx, {
        action: 'session.signed_in',
        target: targetOf(membership.scope.actor),
        requestId,
      }),
    );
  }
  const organization = open.find(({ id }) => id === membership?.organizationId) ?? null;
  return { user: made.user, organization, setCookie };
}

function targetOf(actor: Actor): { type: string; id: string } {
  return { type: 'user', id: actor.kind === 'system' ? actor.name : actor.userId };
}
