/** SQL of the organization's own roles. */
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../../kernel/db/database.ts';
import { invitations, members, roles } from '../tables.ts';

export type RoleRow = typeof roles.$inferSelect & { memberCount: number };

// Written out: in a select from one table the query builder leaves the table's name off its columns.
const memberCount = sql<number>`(select count(*)::int from members holder where holder.organization_id = roles.organization_id and holder.role_id = roles.id)`;

const selected = {
  id: roles.id,
  organizationId: roles.organizationId,
  name: roles.name,
  description: roles.description,
  grants: roles.grants,
  version: roles.version,
  createdAt: roles.createdAt,
  updatedAt: roles.updatedAt,
  memberCount,
};

/** Oldest first, after the given one; reads one more than the limit. */
export async function listRoles(
  tx: OrganizationTransaction,
  page: { after: string | null; limit: number },
): Promise<RoleRow[]> {
  return tx.orm
    .select(selected)
    .from(roles)
    .where(page.after === null ? undefined : gt(roles.id, page.after))
    .orderBy(asc(roles.id))
    .limit(page.limit + 1);
}

export async function findRole(
  tx: OrganizationTransaction,
  roleId: string,
): Promise<RoleRow | null> {
  const [row] = await tx.orm.select(selected).from(roles).where(eq(roles.id, roleId));
  return row ?? null;
}

/** What the member's own role of the organization is called. */
export async function findRoleName(
  tx: OrganizationTransaction,
  memberId: string,
): Promise<string | null> {
  const [row] = await tx.orm
    .select({ name: roles.name })
    .from(members)
    .innerJoin(roles, eq(roles.id, members.roleId))
    .where(eq(members.id, memberId));
  return row?.name ?? null;
}

/** @returns false when another role has the name */
export async function insertRole(
  tx: OrganizationTransaction,
  role: { id: string; name: string; description: string; grants: string[] },
): Promise<boolean> {
  const rows = await tx.orm
    .insert(roles)
    .values({ ...role, organizationId: tx.scope.organizationId })
    .onConflictDoNothing()
    .returning({ id: roles.id });
  return rows.length > 0;
}

export async function isNameTaken(
  tx: OrganizationTransaction,
  name: string,
  roleId: string,
): Promise<boolean> {
  const rows = await tx.orm.select({ id: roles.id }).from(roles).where(eq(roles.name, name));
  return rows.some((row) => row.id !== roleId);
}

export async function updateRole(
  tx: OrganizationTransaction,
  roleId: string,
  changes: Partial<Pick<RoleRow, 'name' | 'description' | 'grants'>>,
): Promise<void> {
  await tx.orm
    .update(roles)
    .set({ ...changes, version: sql`${roles.version} + 1`, updatedAt: sql`now()` })
    .where(eq(roles.id, roleId));
}

export async function deleteRole(tx: OrganizationTransaction, roleId: string): Promise<void> {
  await tx.orm.delete(roles).where(eq(roles.id, roleId));
}

export async function countPendingInvitations(
  tx: OrganizationTransaction,
  roleId: string,
): Promise<number> {
  return tx.orm.$count(
    invitations,
    and(eq(invitations.roleId, roleId), eq(invitations.state, 'pending')),
  );
}

/** Invitations that are over keep no hold on a role. */
export async function forgetRoleOfPastInvitations(
  tx: OrganizationTransaction,
  roleId: string,
): Promise<void> {
  await tx.orm.update(invitations).set({ roleId: null }).where(eq(invitations.roleId, roleId));
}
