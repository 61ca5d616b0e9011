import type { Database, OrganizationTransaction } from '../../../kernel/db/database.ts';
import type { Membership } from '../../../kernel/http/caller.ts';
import { notFound, Problem } from '../../../kernel/http/problem.ts';
import { recordAudit } from '../../audit/index.ts';
import type { HeldRole } from '../policy.ts';
import { versionConflict } from '../roles/write-role.ts';
import type { TellPeople } from '../tell-people.ts';
import { lockAuthority, requireMayHandOut } from './authority.ts';
import {
  countOwners,
  findHeldRole,
  findMember,
  findPersonName,
  type GivenRole,
  type MemberRow,
  updateMemberRole,
} from './store.ts';

export interface ChangeParts {
  database: Database;
  tellPeople: TellPeople;
}

/** Gives a member another role, which counts from their next request on. */
export async function changeMember(
  { database, tellPeople }: ChangeParts,
  membership: Membership,
  asked: { memberId: string; version: number; given: GivenRole; requestId: string },
): Promise<MemberRow> {
  const { memberId, version, given, requestId } = asked;
  return database.withOrganization(membership.scope, async (tx) => {
    const actor = await lockAuthority(tx, membership);
    const target = await getMember(tx, memberId);
    requireMayHandOut(actor, await heldBy(tx, target));
    requireMayHandOut(actor, await requireRole(tx, given));
    if (target.version !== version) throw versionConflict(target.version);
    if (target.role === 'owner' && given.role !== 'owner') await requireAnotherOwner(tx);
    await updateMemberRole(tx, memberId, given);
    const changed = await getMember(tx, memberId);
    await recordAudit(tx, {
      action: 'member.role_changed',
      target: { type: 'user', id: target.user_id },
      details: {
        from: target.role_name ?? target.role,
        to: changed.role_name ?? changed.role,
      },
      requestId,
    });
    await tellPeople(tx, {
      kind: 'role_changed',
      details: { role: changed.role_name ?? changed.role, by: await actorName(tx) },
      path: '/settings/profile',
      personId: target.user_id,
    });
    return changed;
  });
}

/** Who acts, as people know them. */
function actorName(tx: OrganizationTransaction): Promise<string> {
  const { actor } = tx.scope;
  return 'userId' in actor ? findPersonName(tx, actor.userId) : Promise.resolve(actor.name);
}

/** @throws Problem not_found */
export async function getMember(tx: OrganizationTransaction, memberId: string): Promise<MemberRow> {
  const member = await findMember(tx, memberId);
  if (!member) throw notFound('Member');
  return member;
}

/** What the member's role allows. */
export async function heldBy(tx: OrganizationTransaction, member: MemberRow): Promise<HeldRole> {
  const held = await findHeldRole(tx, { role: member.role, roleId: member.role_id });
  return held ?? { role: member.role, grants: [] };
}

/** @throws Problem validation_failed when the organization has no role of that id */
export async function requireRole(tx: OrganizationTransaction, given: GivenRole) {
  const held = await findHeldRole(tx, given);
  if (held) return held;
  throw new Problem('validation_failed', 'The request body is not valid.', {
    details: [{ path: 'roleId', message: 'There is no such role.' }],
  });
}

/** @throws Problem prerequisite_missing; counts under the lock that the caller took */
export async function requireAnotherOwner(tx: OrganizationTransaction): Promise<void> {
  if ((await countOwners(tx)) > 1) return;
  throw new Problem('prerequisite_missing', 'An organization keeps one Owner: make another first.');
}
