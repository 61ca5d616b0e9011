/** SQL of members and their roles. */
import { memberRole } from '@partneros/contract/people';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { OrganizationTransaction } from '../../../kernel/db/database.ts';
import type { HeldRole } from '../policy.ts';
import { members, roles } from '../tables.ts';

const memberRow = z.object({
  id: z.string(),
  user_id: z.string(),
  name: z.string(),
  email: z.string(),
  two_factor_enabled: z.boolean(),
  role: memberRole,
  role_id: z.string().nullable(),
  role_name: z.string().nullable(),
  version: z.number(),
  created_at: z.date(),
});
export type MemberRow = z.infer<typeof memberRow>;

export interface MemberFilter {
  q?: string | undefined;
  role?: string | undefined;
  roleId?: string | undefined;
  /** This one alone. */
  memberId?: string | undefined;
}

/** Longest member first, after the given one; reads one more than the limit. */
export async function listMembers(
  tx: OrganizationTransaction,
  filter: MemberFilter,
  page: { after: string | null; limit: number },
): Promise<MemberRow[]> {
  const { q = null, role = null, roleId = null, memberId = null } = filter;
  const rows = await tx.query({
    name: 'list-members',
    text: 'select * from list_members($1, $2, $3, $4, $5, $6)',
    values: [q, role, roleId, memberId, page.after, page.limit + 1],
  });
  return z.array(memberRow).parse(rows);
}

export async function findMember(
  tx: OrganizationTransaction,
  memberId: string,
): Promise<MemberRow | null> {
  const [row] = await listMembers(tx, { memberId }, { after: null, limit: 1 });
  return row ?? null;
}

/** What the organization's own role grants; null when there is none of that id. */
async function findGrants(tx: OrganizationTransaction, roleId: string): Promise<string[] | null> {
  const [row] = await tx.orm
    .select({ grants: roles.grants })
    .from(roles)
    .where(eq(roles.id, roleId));
  return row?.grants ?? null;
}

export interface GivenRole {
  role: MemberRow['role'];
  roleId: string | null;
}

/** A given role with what it grants; null when the organization has no such role. */
export async function findHeldRole(
  tx: OrganizationTransaction,
  { role, roleId }: GivenRole,
): Promise<HeldRole | null> {
  if (role !== 'custom' || roleId === null) return { role, grants: null };
  const grants = await findGrants(tx, roleId);
  return grants && { role, grants };
}

export async function countOwners(tx: OrganizationTransaction): Promise<number> {
  return tx.orm.$count(members, eq(members.role, 'owner'));
}

export async function updateMemberRole(
  tx: OrganizationTransaction,
  memberId: string,
  { role, roleId }: GivenRole,
): Promise<void> {
  await tx.orm
    .update(members)
    .set({ role, roleId, version: sql`${members.version} + 1` })
    .where(eq(members.id, memberId));
}

export async function deleteMember(tx: OrganizationTransaction, memberId: string): Promise<void> {
  await tx.orm.delete(members).where(eq(members.id, memberId));
}

export async function findMemberIdOf(
  tx: OrganizationTransaction,
  userId: string,
): Promise<string | null> {
  const [row] = await tx.orm
    .select({ id: members.id })
    .from(members)
    .where(eq(members.userId, userId));
  return row?.id ?? null;
}

const names = z.tuple([z.object({ name: z.string().nullable() })]);

/** What a person of this organization is called; people leave, and what they did stays. */
export async function findPersonName(tx: OrganizationTransaction, userId: string): Promise<string> {
  const rows = await tx.query({
    name: 'person-name',
    text: 'select person_name($1) as name',
    values: [userId],
  });
  return names.parse(rows)[0].name ?? 'Somebody who left';
}
