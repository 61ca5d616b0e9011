/** What each built-in role may do: one table, from which guards and the session's list are made. */
import type { Permission, Role } from '@partneros/contract/identity';

const everyone: readonly Role[] = ['owner', 'admin', 'member', 'viewer', 'partner'];
const members: readonly Role[] = ['owner', 'admin', 'member', 'viewer'];
const contributors: readonly Role[] = ['owner', 'admin', 'member'];
const administrators: readonly Role[] = ['owner', 'admin'];
const owners: readonly Role[] = ['owner'];

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
  'object_fields.read': everyone,
  'organization.read': members,
  'organization.update': administrators,
  'member.read': members,
  'member.invite': administrators,
  'member.update': administrators,
  'member.remove': administrators,
  'role.read': members,
  'role.write': administrators,
  'portal_user.read': contributors,
  'portal_user.invite': administrators,
  'portal_user.revoke': administrators,
  'security.read': administrators,
  'security.write': owners,
  'sso.read': administrators,
  'sso.write': administrators,
  'service_account.read': administrators,
  'service_account.write': administrators,
  'audit.read': administrators,
  'audit.export': administrators,
  'file.read': everyone,
  'file.upload': contributors,
  'privacy.export': administrators,
  'privacy.erase': administrators,
  'retention.read': administrators,
  'retention.write': owners,
};

/** A role and, where it is the organization's own, what it grants. */
export interface HeldRole {
  role: Role;
  /** `resource.action` or `resource.action:reach`; null for built-in roles. */
  grants: readonly string[] | null;
}

export function roleMay({ role, grants }: HeldRole, permission: Permission): boolean {
  if (role !== 'custom') return holders[permission].includes(role);
  return grants?.some((grant) => grant.split(':')[0] === permission) ?? false;
}

/** The role's permissions, sent to clients so that a screen hides what the server would refuse. */
export function permissionsOf(role: HeldRole): Permission[] {
  // The record's keys are exactly the permissions, which Object.keys does not tell the compiler.
  const all = Object.keys(holders) as Permission[];
  return all.filter((permission) => roleMay(role, permission));
}
