/**
 * Accepting: the one place where an invitation becomes a right. The token is used up in the same
 * transaction, and the person is one whose address is proven: by a session, or by the link itself.
 */
import { sha256 } from '../../../kernel/crypto/tokens.ts';
import type { OrganizationTransaction } from '../../../kernel/db/database.ts';
import { systemScope } from '../../../kernel/db/scope.ts';
import { notFound, Problem } from '../../../kernel/http/problem.ts';
import { newId } from '../../../kernel/ids.ts';
import { recordAudit } from '../../audit/index.ts';
import { findHeldRole, findMember } from '../people/store.ts';
import { type Person, requireMayActIn } from '../person.ts';
import { mayHandOut } from '../policy.ts';
import { activateLink } from '../portal-users/activate-link.ts';
import { findMemberRole, hasPortalLink, insertMember, isMember, lockPeople } from '../store.ts';
import type { invitations } from '../tables.ts';
import type { InvitationParts } from './parts.ts';
import {
  consumeInvitation,
  type FoundInvitation,
  findByToken,
  readOrganizationName,
} from './store.ts';

export interface JoinedOrganization {
  id: string;
  name: string;
  slug: string;
}

type AcceptedInvitation = typeof invitations.$inferSelect;

/** Accepts what the token offers, for a signed-in person with the address that was invited. */
export async function acceptInvitation(
  parts: InvitationParts,
  person: Person,
  token: string,
  requestId: string,
): Promise<JoinedOrganization> {
  if (!person.isProven) throw new Problem('forbidden', 'Prove your e-mail address first.');
  const found = await getInvitation(parts, token);
  requireMayActIn(person, found.organizationId);
  return join(parts, found, { person, token, requestId });
}

/** @throws Problem not_found for a token that counts for nothing, whatever the reason */
export async function getInvitation(
  { database }: Pick<InvitationParts, 'database'>,
  token: string,
): Promise<FoundInvitation> {
  const found = await findByToken(database, sha256(token));
  if (!found) throw notFound('Invitation');
  return found;
}

/** Makes the person what the invitation says. Their address must be proven by now. */
export async function join(
  { database, tellPeople }: Pick<InvitationParts, 'database' | 'tellPeople'>,
  found: FoundInvitation,
  joining: { person: { userId: string; email: string }; token: string; requestId: string },
): Promise<JoinedOrganization> {
  const { organizationId, id } = found;
  const { person, requestId } = joining;
  const tokenHash = sha256(joining.token);
  if (found.kind === 'portal') {
    return database.withOrganization(systemScope(organizationId, 'accept-invitation'), (tx) =>
      activateLink(tx, { linkId: id, tokenHash, person, requestId }),
    );
  }
  const memberId = newId();
  const actor = { kind: 'member', userId: person.userId, memberId } as const;
  return database.withOrganization({ organizationId, actor }, async (tx) => {
    await lockPeople(tx);
    const invitation = await consumeInvitation(tx, id, tokenHash);
    if (!invitation) throw notFound('Invitation');
    requireSameAddress(invitation.email, person.email);
    await requireStandingOffer(tx, invitation);
    if ((await isMember(tx, person.userId)) || (await hasPortalLink(tx, person.userId))) {
      throw new Problem('duplicate', 'You belong to this organization already.');
    }
    const { role, roleId } = invitation;
    await insertMember(tx, { id: memberId, userId: person.userId, role, roleId });
    await recordAudit(tx, {
      action: 'member.joined',
      target: { type: 'user', id: person.userId },
      details: { role },
      requestId,
    });
    const joined = await findMember(tx, memberId);
    if (joined) {
      const details = { name: joined.name, role: joined.role_name ?? joined.role };
      await tellPeople(tx, { kind: 'member_joined', details, path: '/settings/members' });
    }
    return readOrganizationName(tx);
  });
}

/** @throws Problem forbidden */
function requireSameAddress(invited: string, own: string): void {
  if (invited === own) return;
  throw new Problem('forbidden', 'This invitation is for another address: sign in with that one.');
}

/**
 * An offer stands as long as who made it may still make it: with their own right to give the role,
 * what they gave but nobody took yet is gone too.
 */
async function requireStandingOffer(
  tx: OrganizationTransaction,
  { role, roleId, invitedBy }: AcceptedInvitation,
): Promise<void> {
  const offered = await findHeldRole(tx, { role, roleId });
  if (!offered) throw notFound('Invitation');
  if (invitedBy === null) return;
  const inviter = await findMemberRole(tx, invitedBy);
  if (!inviter || !mayHandOut(inviter, offered)) throw notFound('Invitation');
}
