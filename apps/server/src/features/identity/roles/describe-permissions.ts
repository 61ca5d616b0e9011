/** What the Permissions screen shows: the catalogue by area, built-in roles, templates. */
import {
  type BuiltInRole,
  builtInRoleNames,
  entryOf,
  grantsOfBuiltIn,
  permission as permissions,
} from '@partneros/contract/permissions';
import { roleTemplates } from '@partneros/contract/role-templates';
import type { Membership } from '../../../kernel/http/caller.ts';

const builtIn: readonly BuiltInRole[] = ['owner', 'admin', 'member', 'viewer', 'partner'];

export function describePermissions(membership: Membership) {
  const byArea = Map.groupBy(permissions.options, (name) => entryOf(name).area);
  return {
    areas: [...byArea].map(([name, contained]) => ({
      name,
      permissions: contained.map((permission) => ({
        permission,
        sentence: entryOf(permission).sentence,
        reaches: entryOf(permission).reaches,
        mayGrant: membership.may(permission),
      })),
    })),
    roles: builtIn.map((role) => ({
      role,
      name: builtInRoleNames[role],
      grants: grantsOfBuiltIn(role),
    })),
    templates: roleTemplates,
  };
}
