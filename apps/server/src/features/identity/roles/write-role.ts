/** Making, changing and deleting roles of the organization's own. */
import type { Database, OrganizationTransaction } from '../../../kernel/db/database.ts';
import type { Membership } from '../../../kernel/http/caller.ts';
import { notFound, Problem } from '../../../kernel/http/problem.ts';
import { newId } from '../../../kernel/ids.ts';
import { recordAudit } from '../../audit/index.ts';
import { lockAuthority, requireMayHandOut } from '../people/authority.ts';
import { grantedTwice, grantsBeyond, type HeldRole } from '../policy.ts';
import {
  countPendingInvitations,
  deleteRole as deleteRow,
  findRole,
  forgetRoleOfPastInvitations,
  insertRole,
  isNameTaken,
  type RoleRow,
  updateRole as updateRow,
} from './store.ts';

export interface RoleContent {
  name: string;
  description: string;
  grants: string[];
}

export async function createRole(
  database: Database,
  membership: Membership,
  content: RoleContent,
  requestId: string,
): Promise<RoleRow> {
  return database.withOrganization(membership.scope, async (tx) => {
    const actor = await lockAuthority(tx, membership);
    requireGrantable(actor, content.grants);
    const id = newId();
    if (!(await insertRole(tx, { id, ...content }))) throw nameTaken();
    await audit(tx, 'role.created', { id, ...content }, requestId);
    return getRole(tx, id);
  });
}

/** Takes effect at the next request of those who hold it: sessions read grants from the row. */
export async function updateRole(
  database: Database,
  membership: Membership,
  asked: {
    roleId: string;
    version: number;
    changes: { [Key in keyof RoleContent]?: RoleContent[Key] | undefined };
    requestId: string;
  },
): Promise<RoleRow> {
  const { roleId, version, changes, requestId } = asked;
  return database.withOrganization(membership.scope, async (tx) => {
    const actor = await lockAuthority(tx, membership);
    const before = await getRole(tx, roleId);
    requireMayHandOut(actor, { role: 'custom', grants: before.grants });
    if (changes.grants) requireGrantable(actor, changes.grants);
    if (before.version !== version) throw versionConflict(before.version);
    const after = {
      name: changes.name ?? before.name,
      description: changes.description ?? before.description,
      grants: changes.grants ?? before.grants,
    };
    if (await isNameTaken(tx, after.name, roleId)) throw nameTaken();
    await updateRow(tx, roleId, after);
    await audit(tx, 'role.changed', { id: roleId, ...after }, requestId);
    return getRole(tx, roleId);
  });
}

export async function deleteRole(
  database: Database,
  membership: Membership,
  roleId: string,
  requestId: string,
): Promise<void> {
  await database.withOrganization(membership.scope, async (tx) => {
    await lockAuthority(tx, membership);
    const role = await getRole(tx, roleId);
    if (role.memberCount > 0) throw inUse('members hold it', 'Give them another role first.');
    if ((await countPendingInvitations(tx, roleId)) > 0) {
      throw inUse('people are invited to it', 'Take the invitations back first.');
    }
    await forgetRoleOfPastInvitations(tx, roleId);
    await deleteRow(tx, roleId);
    await audit(tx, 'role.deleted', role, requestId);
  });
}

/** @throws Problem not_found */
export async function getRole(tx: OrganizationTransaction, roleId: string): Promise<RoleRow> {
  const role = await findRole(tx, roleId);
  if (!role) throw notFound('Role');
  return role;
}

function requireGrantable(actor: HeldRole, grants: readonly string[]): void {
  const twice = grantedTwice(grants);
  if (twice.length > 0) {
    throw new Problem('validation_failed', 'The request body is not valid.', {
      details: [{ path: 'grants', message: `Granted more than once: ${twice.join(', ')}.` }],
    });
  }
  const beyond = grantsBeyond(actor, grants);
  if (beyond.length === 0) return;
  throw new Problem('forbidden', `Your own role does not hold ${beyond.join(', ')}.`);
}

function nameTaken(): Problem {
  return new Problem('duplicate', 'Another role has this name.');
}

function inUse(reason: string, remedy: string): Problem {
  return new Problem('prerequisite_missing', `The role is in use: ${reason}. ${remedy}`);
}

/** Somebody else changed it meanwhile. */
export function versionConflict(current: number): Problem {
  return new Problem(
    'version_conflict',
    `This has changed: its version is now ${current}. Read it again first.`,
  );
}

async function audit(
  tx: OrganizationTransaction,
  action: string,
  role: { id: string; name: string; grants: readonly string[] },
  requestId: string,
): Promise<void> {
  await recordAudit(tx, {
    action,
    target: { type: 'role', id: role.id },
    details: { name: role.name, grants: role.grants.join(' ') },
    requestId,
  });
}
