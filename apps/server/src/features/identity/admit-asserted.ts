/** People whom an identity provider names: finding them, and making them users and members. */
import type { Role } from '@partneros/contract/identity';
import { and, eq, ne } from 'drizzle-orm';
import type {
  Database,
  IdentityTransaction,
  OrganizationTransaction,
} from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { forgetUnproven, updateUser } from './account-store.ts';
import { findMemberRole, insertMember } from './store.ts';
import { portalLinks, users } from './tables.ts';

export interface AssertedUser {
  email: string;
  name: string;
}

/** The user of that address, if there is one. */
export function findAssertedUser(database: Database, email: string): Promise<string | null> {
  return database.withIdentity(async (tx) => (await userOf(tx, email))?.id ?? null);
}

/**
 * The user of an address that has just been vouched for, made when there is none. What was set up
 * under the address before anybody proved it (password, sessions, second factor) goes: whoever did
 * that need not be its owner.
 */
export function ensureProvenUser(database: Database, asserted: AssertedUser): Promise<string> {
  return database.withIdentity(async (tx) => {
    await tx.orm
      .insert(users)
      .values({ id: newId(), ...asserted, emailVerified: true })
      .onConflictDoNothing();
    const user = await userOf(tx, asserted.email);
    if (!user) throw new Error('The user vanished while it was being made.');
    if (!user.emailVerified) {
      await forgetUnproven(tx, user.id);
      await updateUser(tx, user.id, { emailVerified: true });
    }
    return user.id;
  });
}

async function userOf(tx: IdentityTransaction, email: string) {
  const [row] = await tx.orm
    .select({ id: users.id, emailVerified: users.emailVerified })
    .from(users)
    .where(eq(users.email, email))
    .for('update');
  return row ?? null;
}

export interface Standing {
  member: { id: string; role: Role } | null;
  /** Invited or active in the portal: nobody is that and a member of one organization. */
  portalUser: boolean;
}

/** What a person is in the transaction's organization. */
export async function standingIn(tx: OrganizationTransaction, userId: string): Promise<Standing> {
  const member = await findMemberRole(tx, userId);
  const links = await tx.orm
    .select({ id: portalLinks.id })
    .from(portalLinks)
    .where(and(eq(portalLinks.userId, userId), ne(portalLinks.state, 'revoked')));
  return { member, portalUser: links.length > 0 };
}

/** Makes a person a member because a provider named them. Never an Owner. @returns the member's id */
export async function addAssertedMember(
  tx: OrganizationTransaction,
  userId: string,
  role: 'admin' | 'member' | 'viewer',
): Promise<string> {
  const id = newId();
  await insertMember(tx, { id, userId, role });
  await recordAudit(tx, {
    action: 'member.added',
    target: { type: 'user', id: userId },
    details: { role, by: 'sso' },
  });
  return id;
}
