import type { Membership } from '../../../kernel/http/caller.ts';
import { Problem } from '../../../kernel/http/problem.ts';
import { permissionsOf } from '../../identity/index.ts';
import type { ProviderRow } from '../tables.ts';

/**
 * Nobody grants a permission that they lack: the role that people get by joining must be within that
 * of whoever says so.
 * @throws Problem forbidden
 */
export function requireGrantable(
  membership: Membership,
  defaultRole: ProviderRow['defaultRole'],
): void {
  const granted = permissionsOf({ role: defaultRole, grants: null });
  if (granted.every((permission) => membership.may(permission))) return;
  throw new Problem('forbidden', 'The default role allows more than your own.');
}
