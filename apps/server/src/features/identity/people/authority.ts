/** Whether the caller may hand a role out or take it away, as of now and not as of the request. */
import type { OrganizationTransaction } from '../../../kernel/db/database.ts';
import type { Membership } from '../../../kernel/http/caller.ts';
import { Problem } from '../../../kernel/http/problem.ts';
import { type HeldRole, mayHandOut } from '../policy.ts';
import { findMemberRole, lockPeople } from '../store.ts';

/**
 * Lets one change of people or roles at a time into the organization, and reads anew what the caller
 * may: of two Owners who demote each other at once the second is no Owner any more.
 * @throws Problem forbidden when the caller has left meanwhile
 */
export async function lockAuthority(
  tx: OrganizationTransaction,
  membership: Membership,
): Promise<HeldRole> {
  await lockPeople(tx);
  const { actor } = tx.scope;
  // Who is no person (a service account) is known by its request alone.
  if (actor.kind !== 'member') return { role: membership.role, grants: membership.grants };
  const now = await findMemberRole(tx, actor.userId);
  if (!now) throw new Problem('forbidden', 'You do not belong to this organization any more.');
  return now;
}

/** @throws Problem forbidden */
export function requireMayHandOut(actor: HeldRole, target: HeldRole): void {
  if (mayHandOut(actor, target)) return;
  throw new Problem(
    'forbidden',
    target.role === 'owner'
      ? 'Only an Owner makes or unmakes an Owner.'
      : 'This role allows more than yours does.',
  );
}
