/** Inviting people to become members, once more, and taking invitations back. */
import { builtInRoleNames } from '@partneros/contract/permissions';
import { randomToken, sha256 } from '../../../kernel/crypto/tokens.ts';
import type { OrganizationTransaction } from '../../../kernel/db/database.ts';
import type { Membership } from '../../../kernel/http/caller.ts';
import { notFound, Problem } from '../../../kernel/http/problem.ts';
import { newId } from '../../../kernel/ids.ts';
import { recordAudit } from '../../audit/index.ts';
import { queueMail } from '../../mail/index.ts';
import { lockAuthority, requireMayHandOut } from '../people/authority.ts';
import { requireRole } from '../people/change-member.ts';
import type { GivenRole } from '../people/store.ts';
import { type InvitationParts, invitationEnd, invitationUrl } from './parts.ts';
import {
  findInvitation,
  findPendingTo,
  findPersonHere,
  type InvitationRow,
  insertInvitation,
  readOrganizationName,
  renewInvitation,
  revokePending,
} from './store.ts';

interface Asked {
  membership: Membership;
  baseUrl: string;
  requestId: string;
}

export async function createInvitation(
  parts: InvitationParts,
  { membership, baseUrl, requestId }: Asked,
  wished: GivenRole & { email: string },
): Promise<InvitationRow> {
  const { role, roleId } = wished;
  const email = wished.email.toLowerCase();
  return parts.database.withOrganization(membership.scope, async (tx) => {
    const actor = await lockAuthority(tx, membership);
    requireMayHandOut(actor, await requireRole(tx, wished));
    await requireStranger(tx, email);
    await makeRoom(tx, email, parts.clock.now());
    const token = randomToken();
    const id = newId();
    await insertInvitation(tx, {
      id,
      email,
      role,
      roleId,
      tokenHash: sha256(token),
      state: 'pending',
      invitedBy: inviterOf(tx),
      expiresAt: invitationEnd(parts.clock),
    });
    return send(parts, tx, { id, action: 'member.invited', token, baseUrl, requestId });
  });
}

/** A new token for the same offer, by whoever sends it now; the old one is dead. */
export async function resendInvitation(
  parts: InvitationParts,
  { membership, baseUrl, requestId }: Asked,
  invitationId: string,
): Promise<InvitationRow> {
  return parts.database.withOrganization(membership.scope, async (tx) => {
    const actor = await lockAuthority(tx, membership);
    const row = await getInvitation(tx, invitationId);
    requireMayHandOut(actor, await requireRole(tx, row));
    const token = randomToken();
    const renewed = await renewInvitation(tx, invitationId, {
      tokenHash: sha256(token),
      expiresAt: invitationEnd(parts.clock),
      invitedBy: inviterOf(tx),
    });
    if (!renewed) throw notPending(row);
    return send(parts, tx, {
      id: invitationId,
      action: 'invitation.resent',
      token,
      baseUrl,
      requestId,
    });
  });
}

export async function revokeInvitation(
  parts: InvitationParts,
  { membership, requestId }: Omit<Asked, 'baseUrl'>,
  invitationId: string,
): Promise<void> {
  await parts.database.withOrganization(membership.scope, async (tx) => {
    const row = await getInvitation(tx, invitationId);
    // Taking back what is taken back already changes nothing.
    if (row.state === 'revoked') return;
    if (!(await revokePending(tx, invitationId))) throw notPending(row);
    await recordAudit(tx, {
      action: 'invitation.revoked',
      target: { type: 'invitation', id: invitationId },
      requestId,
    });
  });
}

/** How people call the role that an invitation offers. */
export function offeredRoleName({ role, roleName }: InvitationRow): string {
  return role === 'custom' ? (roleName ?? 'Custom role') : builtInRoleNames[role];
}

async function send(
  parts: InvitationParts,
  tx: OrganizationTransaction,
  sent: { id: string; action: string; token: string; baseUrl: string; requestId: string },
): Promise<InvitationRow> {
  const row = await getInvitation(tx, sent.id);
  const organization = await readOrganizationName(tx);
  await queueMail(tx, parts.mailQueue, {
    to: row.email,
    template: 'people.invitation',
    values: {
      organization: organization.name,
      role: offeredRoleName(row),
      url: invitationUrl(sent.baseUrl, sent.token),
    },
    organizationId: organization.id,
  });
  await recordAudit(tx, {
    action: sent.action,
    target: { type: 'invitation', id: row.id },
    details: { email: row.email, role: offeredRoleName(row) },
    requestId: sent.requestId,
  });
  return row;
}

async function getInvitation(
  tx: OrganizationTransaction,
  invitationId: string,
): Promise<InvitationRow> {
  const row = await findInvitation(tx, invitationId);
  if (!row) throw notFound('Invitation');
  return row;
}

async function requireStranger(tx: OrganizationTransaction, email: string): Promise<void> {
  const person = await findPersonHere(tx, email);
  if (person?.member_id) {
    throw new Problem('duplicate', 'This person is a member of the organization already.');
  }
  if (person?.link_id && person.link_state !== 'revoked') {
    throw new Problem(
      'duplicate',
      'This person has portal access. Take it back first: nobody is member and portal user of one organization.',
    );
  }
}

/** An invitation that ran out gives way to a new one; one that counts does not. */
async function makeRoom(tx: OrganizationTransaction, email: string, now: Date): Promise<void> {
  const pending = await findPendingTo(tx, email);
  if (!pending) return;
  if (pending.expiresAt > now) {
    throw new Problem('duplicate', 'This address is invited already: send the invitation again.');
  }
  await revokePending(tx, pending.id);
}

function inviterOf({ scope }: OrganizationTransaction): string | null {
  return scope.actor.kind === 'member' ? scope.actor.userId : null;
}

function notPending({ state }: InvitationRow): Problem {
  return new Problem(
    'prerequisite_missing',
    state === 'accepted'
      ? 'The invitation is accepted already.'
      : 'The invitation was taken back: invite the address anew.',
  );
}
