/** What a role allows, from the one catalogue of permissions: guards and sessions ask here. */
import {
  type BuiltInRole,
  entryOf,
  grantsOfBuiltIn,
  type Permission,
  permission as permissions,
  type Reach,
  type Role,
} from '@partneros/contract/permissions';

/** A role and, where it is the organization's own, what it grants. */
export interface HeldRole {
  role: Role;
  /** `resource.action` or `resource.action:reach`; null for built-in roles. */
  grants: readonly string[] | null;
}

const width: Readonly<Record<Reach, number>> = { own: 1, team: 2, all: 3 };

/** How far the role holds the permission, `all` where it has no reaches; null when not at all. */
export function reachOf({ role, grants }: HeldRole, permission: Permission): Reach | null {
  const { reaches, holders } = entryOf(permission);
  if (role !== 'custom') return holders[role] ?? null;
  if (!grants) return null;
  if (reaches.length === 0) return grants.includes(permission) ? 'all' : null;
  return reaches.findLast((reach) => grants.includes(`${permission}:${reach}`)) ?? null;
}

export function roleMay(held: HeldRole, permission: Permission): boolean {
  return reachOf(held, permission) !== null;
}

/** The role's permissions, sent to clients so that a screen hides what the server would refuse. */
export function permissionsOf(held: HeldRole): Permission[] {
  return permissions.options.filter((permission) => roleMay(held, permission));
}

/** How far the role's permissions go, of those that have a reach. */
export function reachesOf(held: HeldRole): Record<string, Reach> {
  const found = permissions.options.flatMap((permission): [string, Reach][] => {
    const reach = reachOf(held, permission);
    return reach !== null && entryOf(permission).reaches.length > 0 ? [[permission, reach]] : [];
  });
  return Object.fromEntries(found);
}

/** The grants among these that the role does not hold as far: nobody gives away what they lack. */
export function grantsBeyond(held: HeldRole, grants: readonly string[]): string[] {
  return grants.filter((grant) => {
    const asked = parseGrant(grant);
    const own = asked && reachOf(held, asked.permission);
    return !asked || !own || width[own] < width[asked.reach];
  });
}

/**
 * Whether somebody may give a role to a person, or take it from them: only an Owner where it is
 * Owner, and else whoever holds all that it allows.
 */
export function mayHandOut(actor: HeldRole, target: HeldRole): boolean {
  if (target.role === 'owner') return actor.role === 'owner';
  return grantsBeyond(actor, grantsOf(target)).length === 0;
}

function grantsOf({ role, grants }: HeldRole): readonly string[] {
  return role === 'custom' ? (grants ?? []) : grantsOfBuiltIn(role satisfies BuiltInRole);
}

function parseGrant(grant: string): { permission: Permission; reach: Reach } | null {
  const [name, far] = grant.split(':');
  const permission = permissions.safeParse(name);
  if (!permission.success) return null;
  if (far === undefined) return { permission: permission.data, reach: 'all' };
  const reach = entryOf(permission.data).reaches.find((one) => one === far);
  return reach ? { permission: permission.data, reach } : null;
}

/** Permissions that stand in the list more than once, each with another reach. */
export function grantedTwice(grants: readonly string[]): string[] {
  const named = grants.map((grant) => grant.split(':')[0] ?? '');
  return [...new Set(named.filter((name, index) => named.indexOf(name) !== index))];
}
