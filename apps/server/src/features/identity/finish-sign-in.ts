import type { Actor } from '../../kernel/db/scope.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { recordAudit } from '../audit/index.ts';
import type { AccountParts } from './account-parts.ts';
import { type AuthUser, idleSeconds } from './auth-library.ts';
import { reachableOrganizations } from './reachable-organizations.ts';

export interface SignedIn {
  organization: { id: string; name: string; slug: string } | null;
  setCookie: string;
}

/**
 * Makes the session of somebody who has proven all that was asked, and writes it down.
 * @throws Problem prerequisite_missing where every organization of theirs asks for single sign-on
 */
export async function finishSignIn(
  { database, auth, cookie, authenticate }: AccountParts,
  user: AuthUser,
  { userAgent, requestId }: { userAgent: string | null; requestId: string },
): Promise<SignedIn> {
  const { open, behindSso } = await reachableOrganizations(database, {
    userId: user.id,
    pinnedOrganizationId: null,
  });
  if (open.length === 0 && behindSso.length > 0) {
    throw new Problem('prerequisite_missing', 'Your organization asks for single sign-on.');
  }
  const token = await auth.createSession({ userId: user.id, userAgent });
  const setCookie = cookie.write(token, idleSeconds);
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
  return { organization, setCookie };
}

function targetOf(actor: Actor): { type: string; id: string } {
  return { type: 'user', id: 'userId' in actor ? actor.userId : actor.name };
}
