/**
 * Proof of an address by a link in a mail. Whoever made an account for the address before without
 * proving it loses all they prepared: password, linked accounts, second factor, sessions (spec 09).
 */
import { and, eq } from 'drizzle-orm';
import type { IdentityTransaction } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import { forgetUnproven } from './account-store.ts';
import { accounts, users } from './tables.ts';

export async function findUserState(
  tx: IdentityTransaction,
  email: string,
): Promise<{ id: string; isProven: boolean } | null> {
  const [row] = await tx.orm
    .select({ id: users.id, isProven: users.emailVerified })
    .from(users)
    .where(eq(users.email, email));
  return row ?? null;
}

/**
 * Makes the address the account of whoever holds the link, with this password.
 * @returns the user's id; null when the address has a proven account, now or by another request
 */
export async function claimAddress(
  tx: IdentityTransaction,
  { email, name, passwordHash }: { email: string; name: string; passwordHash: string },
): Promise<string | null> {
  const made = await insertUser(tx, { email, name, emailVerified: true });
  const claimed = made ?? (await proveExisting(tx, email, name));
  if (claimed === null) return null;
  await tx.orm.insert(accounts).values({
    id: newId(),
    accountId: claimed,
    providerId: 'credential',
    userId: claimed,
    password: passwordHash,
  });
  return claimed;
}

/** The user of that address; made without any credentials when there is none. */
export async function ensureUserWithoutCredentials(
  tx: IdentityTransaction,
  { email, name }: { email: string; name: string },
): Promise<string> {
  const made = await insertUser(tx, { email, name, emailVerified: false });
  const userId = made ?? (await findUserState(tx, email))?.id;
  if (userId === undefined) throw new Error('A user of this address was deleted a moment ago.');
  return userId;
}

async function insertUser(
  tx: IdentityTransaction,
  user: { email: string; name: string; emailVerified: boolean },
): Promise<string | null> {
  const [row] = await tx.orm
    .insert(users)
    .values({ id: newId(), ...user })
    .onConflictDoNothing()
    .returning({ id: users.id });
  return row?.id ?? null;
}

/** Of several at once, one proves it. */
async function proveExisting(
  tx: IdentityTransaction,
  email: string,
  name: string,
): Promise<string | null> {
  const [row] = await tx.orm
    .update(users)
    .set({ name, emailVerified: true })
    .where(and(eq(users.email, email), eq(users.emailVerified, false)))
    .returning({ id: users.id });
  if (!row) return null;
  await forgetUnproven(tx, row.id);
  return row.id;
}
