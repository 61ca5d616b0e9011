import type { Actor } from '../../kernel/db/scope.ts';
import { recordAudit } from '../audit/index.ts';
import type { AccountParts } from './account-parts.ts';
import { type AuthUser, idleSeconds } from './auth-library.ts';
import { listOrganizationsOf } from './store.ts';

export interface SignedIn {
  organization: { id: string; name: string; slug: string } | null;
  setCookie: string;
}

/** Makes the session of somebody who has proven all that was asked, and writes it down. */
export async function finishSignIn(
  { database, auth, cookie, authenticate }: AccountParts,
  user: AuthUser,
  { userAgent, requestId }: { userAgent: string | null; requestId: string },
): Promise<SignedIn> {
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
  const organizations = await listOrganizationsOf(database, user.id);
  const organization = organizations.find(({ id }) => id === membership?.organizationId) ?? null;
  return { organization, setCookie };
}

function targetOf(actor: Actor): { type: string; id: string } {
  return { type: 'user', id: 'userId' in actor ? actor.userId : actor.name };
}
