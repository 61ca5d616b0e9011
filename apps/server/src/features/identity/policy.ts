/** What each built-in role may do: one table, from which guards and the session's list are made. */
import type { Permission, Role } from '@partneros/contract/identity';

const everyone: readonly Role[] = ['owner', 'admin', 'member', 'viewer', 'partner'];
const members: readonly Role[] = ['owner', 'admin', 'member', 'viewer'];
const contributors: readonly Role[] = ['owner', 'admin', 'member'];
const administrators: readonly Role[] = ['owner', 'admin'];

const holders: Readonly<Record<Permission, readonly Role[]>> = {
  'connection.read': members,
  'schema.read': members,
  'drift.read': members,
  'mapping.read': members,
  'schema.refresh': contributors,
  'mapping.suggest': contributors,
  'mapping.write': administrators,
  'connection.connect': administrators,
  'connection.disconnect': administrators,
  'audit.read': administrators,
  'object_fields.read': everyone,
};

export function roleMay(role: Role, permission: Permission): boolean {
  return holders[permission].includes(role);
}

/** The role's permissions, sent to clients so that a screen hides what the server would refuse. */
export function permissionsOf(role: Role): Permission[] {
  // The record's keys are exactly the permissions, which Object.keys does not tell the compiler.
  const all = Object.keys(holders) as Permission[];
  return all.filter((permission) => roleMay(role, permission));
}
