/** What a person may hand on to a program. */
import { permission } from '@partneros/contract/permissions';
import type { Membership } from '../../kernel/http/caller.ts';
import { Problem } from '../../kernel/http/problem.ts';

/**
 * Nobody grants a permission that they lack. A service account's permissions reach everything in the
 * organization, so one that the person holds for their own rows only is not theirs to hand on.
 * @throws Problem forbidden
 */
export function requireHeld(membership: Membership, permissions: readonly string[]): void {
  const lacking = permissions.filter((name) => !holdsFully(membership, name));
  if (lacking.length === 0) return;
  throw new Problem(
    'forbidden',
    `Your role does not allow this for others: ${lacking.sort().join(', ')}.`,
  );
}

/** A permission that the catalogue no longer knows is held by nobody. */
function holdsFully(membership: Membership, name: string): boolean {
  const known = permission.safeParse(name);
  return known.success && membership.reachOf(known.data) === 'all';
}
