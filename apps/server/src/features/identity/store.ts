/** SQL of sessions, memberships and the look-ups before an organization is known. */
import { role } from '@partneros/contract/identity';
import { and, desc, eq, isNull, or } from 'drizzle-orm';
import { z } from 'zod';
import type {
  Database,
  IdentityTransaction,
  OrganizationTransaction,
} from '../../kernel/db/database.ts';
import { accounts, members, organizations, portalLinks, roles, sessions, users } from './tables.ts';

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
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      emailVerified: users.emailVerified,
    })
    .from(users)
    .where(eq(users.email, email.toLowerCase()));
  return row ?? null;
}

/** Who may sign in with a password: an address that was proven, and the password's hash. */
export async function findCredentials(tx: IdentityTransaction, email: string) {
  const [row] = await tx.orm
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      twoFactorEnabled: users.twoFactorEnabled,
      password: accounts.password,
    })
    .from(users)
    .leftJoin(accounts, and(eq(accounts.userId, users.id), eq(accounts.providerId, 'credential')))
    .where(and(eq(users.email, email.toLowerCase()), eq(users.emailVerified, true)));
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
    // A session that is bound to an organization says nothing about where one that is free began.
    .where(and(eq(sessions.userId, userId), isNull(sessions.pinnedOrganizationId)))
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

/** The owners' user ids, held until the transaction ends: nobody else makes or unmakes one meanwhile. */
export async function lockOwners(tx: OrganizationTransaction): Promise<string[]> {
  const rows = await tx.orm
    .select({ userId: members.userId })
    .from(members)
    .where(eq(members.role, 'owner'))
    .for('update');
  return rows.map(({ userId }) => userId);
}

/** Takes a person out of the scope's organization; their account stays. */
export async function deleteMembership(tx: OrganizationTransaction, userId: string): Promise<void> {
  await tx.orm.delete(members).where(eq(members.userId, userId));
  await tx.orm.delete(portalLinks).where(eq(portalLinks.userId, userId));
}

/** Ends a person's sessions in one organization. */
export async function deleteSessionsIn(
  tx: IdentityTransaction,
  userId: string,
  organizationId: string,
): Promise<void> {
  const here = or(
    eq(sessions.activeOrganizationId, organizationId),
    eq(sessions.pinnedOrganizationId, organizationId),
  );
  await tx.orm.delete(sessions).where(and(eq(sessions.userId, userId), here));
}

/** Deletes an account with its credentials, sessions and memberships. */
export async function deleteUser(tx: IdentityTransaction, userId: string): Promise<void> {
  await tx.orm.delete(users).where(eq(users.id, userId));
}

/** Everybody has to sign in again. */
export async function deleteEverySession(tx: IdentityTransaction): Promise<void> {
  await tx.orm.delete(sessions);
}

export async function insertSession(
  tx: IdentityTransaction,
  session: typeof sessions.$inferInsert,
): Promise<void> {
  await tx.orm.insert(sessions).values(session);
}

export async function insertOrganization(
  tx: OrganizationTransaction,
  organization: { id: string; name: string; slug: string },
): Promise<void> {
  await tx.orm.insert(organizations).values(organization);
}

export async function insertMember(
  tx: OrganizationTransaction,
  member: {
    id: string;
    userId: string;
    role: 'owner' | 'admin' | 'member' | 'viewer' | 'custom';
    roleId?: string | null;
  },
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

/**
 * Takes the organization's lock for changes of its people and roles: until the transaction ends, no
 * other one counts Owners or asks who belongs. Rows that point at the organization can be added
 * meanwhile.
 */
export async function lockPeople(tx: OrganizationTransaction): Promise<void> {
  await tx.orm
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, tx.scope.organizationId))
    .for('no key update');
}

/** Takes sessions of people who no longer belong out of this organization; null: of everybody. */
export async function releaseSessions(
  tx: OrganizationTransaction,
  userId: string | null,
): Promise<void> {
  await tx.query({
    name: 'release-sessions',
    text: 'select release_sessions($1) is null as done',
    values: [userId],
  });
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
