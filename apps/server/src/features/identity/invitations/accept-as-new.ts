/** Accepting by somebody without an account: the link proves the address, and makes them one. */
import type { Database } from '../../../kernel/db/database.ts';
import { systemScope } from '../../../kernel/db/scope.ts';
import { Problem } from '../../../kernel/http/problem.ts';
import { idleSeconds } from '../auth-library.ts';
import { claimAddress, findUserState } from '../claim-address.ts';
import { requireSoundPassword } from '../password/require-sound-password.ts';
import { findLinkWithContact } from '../portal-users/store.ts';
import { getInvitation, type JoinedOrganization, join } from './accept-invitation.ts';
import { offeredRoleName } from './invite.ts';
import type { InvitationParts } from './parts.ts';
import { type FoundInvitation, findInvitation, readOrganizationName } from './store.ts';

export interface Offer {
  organizationName: string;
  email: string;
  role: 'owner' | 'admin' | 'member' | 'viewer' | 'custom' | 'partner';
  roleName: string;
}

/** What the link offers, for the page that asks for a click. Uses nothing up. */
export async function lookUpInvitation(
  { database }: Pick<InvitationParts, 'database'>,
  token: string,
): Promise<Offer & { needsAccount: boolean }> {
  const offer = await readOffer(database, await getInvitation({ database }, token));
  const user = await database.withIdentity((tx) => findUserState(tx, offer.email));
  return { ...offer, needsAccount: !user?.isProven };
}

/**
 * Makes the account and accepts. The account comes first: should the program end in between, the
 * person has an account without rights and an invitation that still counts.
 * @throws Problem validation_failed for a password that is not to be taken
 * @throws Problem duplicate when the address has an account that was proven before
 */
export async function acceptAsNew(
  parts: InvitationParts,
  given: { token: string; name: string; password: string; userAgent: string | null },
  requestId: string,
): Promise<{
  user: { id: string; name: string; email: string };
  organization: JoinedOrganization;
  setCookie: string;
}> {
  const { database, auth, cookie } = parts;
  const { token, name, userAgent } = given;
  const found = await getInvitation(parts, token);
  const { email } = await readOffer(database, found);
  requireSoundPassword(given.password, { email, name });
  const passwordHash = await auth.hashPassword(given.password);
  const claimed = await database.withIdentity((tx) =>
    claimAddress(tx, { email, name, passwordHash }),
  );
  if (claimed === null) {
    throw new Problem('duplicate', 'This address has an account: sign in to accept.');
  }
  const person = { userId: claimed, email };
  const organization = await join(parts, found, { person, token, requestId });
  const session = await auth.createSession({ userId: claimed, userAgent });
  return {
    user: { id: claimed, name, email },
    organization,
    setCookie: cookie.write(session, idleSeconds),
  };
}

async function readOffer(database: Database, found: FoundInvitation): Promise<Offer> {
  const scope = systemScope(found.organizationId, 'look-up-invitation');
  return database.withOrganization(scope, async (tx) => {
    const { name: organizationName } = await readOrganizationName(tx);
    if (found.kind === 'portal') {
      const link = await findLinkWithContact(tx, found.id);
      return { organizationName, email: link?.email ?? '', role: 'partner', roleName: 'Partner' };
    }
    const row = await findInvitation(tx, found.id);
    if (!row) throw new Error('An invitation that was just found is gone.');
    return { organizationName, email: row.email, role: row.role, roleName: offeredRoleName(row) };
  });
}
