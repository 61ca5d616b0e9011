/** SQL of sessions, memberships and the look-ups before an organization is known. */
import { role } from '@partneros/contract/identity';
import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type {
  Database,
  IdentityTransaction,
  OrganizationTransaction,
} from '../../kernel/db/database.ts';
import { members, organizations, portalLinks, roles, sessions, users } from './tables.ts';

const foundSession = z.object({
  session_id: z.string(),
  user_id: z.string(),
  updated_at: z.date(),
  created_at: z.date(),
  confirmed_at: z.date(),
  expires_at: z.date(),
  organization_id: z.string().nullable(),
  member_id: z.string().nullable(),
  pinned_organization_id: z.string().nullable(),
  role: role.nullable(),
  grants: z.array(z.string()).nullable(),
  partner_id: z.string().nullable(),
  contact_id: z.string().nullable(),
});
export type FoundSession = z.infer<typeof foundSession>;

const foundOrganizations = z.array(
  z.object({ organization_id: z.string(), name: z.string(), slug: z.string() }),
);

/** The session of a token's hash with its active organization; one indexed look-up. */
export async function findSession(
  database: Database,
  tokenHash: string,
): Promise<FoundSession | null> {
  const [row] = await database.lookUp({
    name: 'find-session',
    text: 'select * from find_session($1)',
    values: [tokenHash],
  });
  return row ? foundSession.parse(row) : null;
}

/** The organizations that the user may switch to, by name. */
export async function listOrganizationsOf(database: Database, userId: string) {
  const rows = await database.lookUp({
    name: 'organizations-of',
    text: 'select * from organizations_of($1)',
    values: [userId],
  });
  return foundOrganizations
    .parse(rows)
    .map((row) => ({ id: row.organization_id, name: row.name, slug: row.slug }));
}

export async function findUser(tx: IdentityTransaction, userId: string) {
  const [row] = await tx.orm
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(eq(users.id, userId));
  return row ?? null;
}

export async function findUserByEmail(tx: IdentityTransaction, email: string) {
  const [row] = await tx.orm
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(eq(users.email, email.toLowerCase()));
  return row ?? null;
}

/** The organization of the user's newest session, where a new one starts again. */
export async function findLastOrganization(
  tx: IdentityTransaction,
  userId: string,
): Promise<string | null> {
  const [row] = await tx.orm
    .select({ organizationId: sessions.activeOrganizationId })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(desc(sessions.createdAt))
    .limit(1);
  return row?.organizationId ?? null;
}

/** Changes a session; false when it is gone. */
export async function updateSession(
  tx: IdentityTransaction,
  sessionId: string,
  changes: Partial<typeof sessions.$inferInsert>,
): Promise<boolean> {
  const rows = await tx.orm
    .update(sessions)
    .set(changes)
    .where(eq(sessions.id, sessionId))
    .returning({ id: sessions.id });
  return rows.length > 0;
}

export async function deleteSession(tx: IdentityTransaction, sessionId: string): Promise<void> {
  await tx.orm.delete(sessions).where(eq(sessions.id, sessionId));
}

export async function insertSession(
  tx: IdentityTransaction,
  session: typeof sessions.$inferInsert,
): Promise<void> {
  await tx.orm.insert(sessions).values(session);
}

export async function deleteSessionOf(tx: IdentityTransaction, tokenHash: string): Promise<void> {
  await tx.orm.delete(sessions).where(eq(sessions.token, tokenHash));
}

export async function insertOrganization(
  tx: OrganizationTransaction,
  organization: { id: string; name: string; slug: string },
): Promise<void> {
  await tx.orm.insert(organizations).values(organization);
}

export async function insertMember(
  tx: OrganizationTransaction,
  member: { id: string; userId: string; role: 'owner' | 'admin' | 'member' | 'viewer' },
): Promise<void> {
  await tx.orm.insert(members).values({ ...member, organizationId: tx.scope.organizationId });
}

export async function isMember(tx: OrganizationTransaction, userId: string): Promise<boolean> {
  const rows = await tx.orm
    .select({ id: members.id })
    .from(members)
    .where(eq(members.userId, userId));
  return rows.length > 0;
}

export async function findMemberRole(tx: OrganizationTransaction, userId: string) {
  const [row] = await tx.orm
    .select({ id: members.id, role: members.role, grants: roles.grants })
    .from(members)
    .leftJoin(roles, eq(roles.id, members.roleId))
    .where(eq(members.userId, userId));
  return row ?? null;
}

export async function insertPortalLink(
  tx: OrganizationTransaction,
  link: { id: string; userId: string; partnerId: string; contactId: string },
): Promise<void> {
  await tx.orm
    .insert(portalLinks)
    .values({ ...link, organizationId: tx.scope.organizationId, state: 'active' });
}

export async function hasPortalLink(tx: OrganizationTransaction, userId: string): Promise<boolean> {
  const rows = await tx.orm
    .select({ id: portalLinks.id })
    .from(portalLinks)
    .where(and(eq(portalLinks.userId, userId), eq(portalLinks.state, 'active')));
  return rows.length > 0;
}

const foundId = z.array(z.object({ organization_id: z.string() }));

/** The organization of that slug; asked where no organization is known yet. */
export async function findOrganizationBySlug(
  database: Database,
  slug: string,
): Promise<string | null> {
  const rows = await database.lookUp({
    name: 'organization-by-slug',
    text: 'select organization_id from find_organization($1) as found(organization_id)',
    values: [slug],
  });
  return foundId.parse(rows)[0]?.organization_id ?? null;
}
