/** What a person may hand on to a program. */
import type { Permission } from '@partneros/contract/identity';
import type { Membership } from '../../kernel/http/caller.ts';
import { Problem } from '../../kernel/http/problem.ts';

/**
 * Nobody grants a permission that they lack. A service account's permissions reach everything in the
 * organization, so one that the person holds for their own rows only is not theirs to hand on.
 * @throws Problem forbidden
 */
export function requireHeld(membership: Membership, permissions: readonly string[]): void {
  const lacking = permissions.filter((permission) => !holdsFully(membership, permission));
  if (lacking.length === 0) return;
  throw new Problem(
    'forbidden',
    `Your role does not allow this for others: ${lacking.sort().join(', ')}.`,
  );
}

function holdsFully(membership: Membership, permission: string): boolean {
  const { grants } = membership;
  // A permission that the catalogue no longer knows is held by nobody: `may` answers false then.
  if (grants === null) return membership.may(permission as Permission);
  return grants.includes(permission) || grants.includes(`${permission}:all`);
}
