/** Members who are removed, and members who go. */
import type { Database, OrganizationTransaction } from '../../../kernel/db/database.ts';
import type { Caller, Membership } from '../../../kernel/http/caller.ts';
import { notFound } from '../../../kernel/http/problem.ts';
import { recordAudit } from '../../audit/index.ts';
import { findPerson, mayActIn } from '../person.ts';
import { lockPeople, releaseSessions } from '../store.ts';
import { lockAuthority, requireMayHandOut } from './authority.ts';
import { getMember, heldBy, requireAnotherOwner } from './change-member.ts';
import { deleteMember, findMemberIdOf, type MemberRow } from './store.ts';

/** Ends a membership; the person's sessions are out of the organization with it. */
export async function removeMember(
  database: Database,
  membership: Membership,
  memberId: string,
  requestId: string,
): Promise<void> {
  await database.withOrganization(membership.scope, async (tx) => {
    const actor = await lockAuthority(tx, membership);
    const target = await getMember(tx, memberId);
    requireMayHandOut(actor, await heldBy(tx, target));
    await end(tx, target, 'member.removed', requestId);
  });
}

/**
 * Ends one's own membership.
 * @throws Problem not_found when the caller is no member there; prerequisite_missing for the last Owner
 */
export async function leaveOrganization(
  database: Database,
  caller: Caller,
  organizationId: string,
  requestId: string,
): Promise<void> {
  const person = await findPerson(database, caller);
  if (!mayActIn(person, organizationId)) throw notFound('Organization');
  const actor = { kind: 'system', name: 'leave-organization' } as const;
  const memberId = await database.withOrganization({ organizationId, actor }, (tx) =>
    findMemberIdOf(tx, caller.userId),
  );
  if (memberId === null) throw notFound('Organization');
  const asMember = { kind: 'member', userId: caller.userId, memberId } as const;
  await database.withOrganization({ organizationId, actor: asMember }, async (tx) => {
    await lockPeople(tx);
    await end(tx, await getMember(tx, memberId), 'member.left', requestId);
  });
}

async function end(
  tx: OrganizationTransaction,
  member: MemberRow,
  action: string,
  requestId: string,
): Promise<void> {
  if (member.role === 'owner') await requireAnotherOwner(tx);
  // Before the row goes: the log takes the name of who acts from those who belong.
  await recordAudit(tx, {
    action,
    target: { type: 'user', id: member.user_id },
    details: { role: member.role_name ?? member.role },
    requestId,
  });
  await deleteMember(tx, member.id);
  await releaseSessions(tx, member.user_id);
}
