/** SQL of a person's own account: address, password, and what ends with them. */
import { and, eq, ne } from 'drizzle-orm';
import type { IdentityTransaction } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import { accounts, sessions, users } from './tables.ts';
import { secondFactors, signInChallenges } from './two-factor/tables.ts';

/** A person whose address is proven; null when somebody has it already. */
export async function insertUser(
  tx: IdentityTransaction,
  user: { name: string; email: string },
): Promise<string | null> {
  const [row] = await tx.orm
    .insert(users)
    .values({ id: newId(), ...user, emailVerified: true })
    .onConflictDoNothing()
    .returning({ id: users.id });
  return row?.id ?? null;
}

export async function updateUser(
  tx: IdentityTransaction,
  userId: string,
  changes: Partial<typeof users.$inferInsert>,
): Promise<{ id: string; name: string; email: string } | null> {
  const [row] = await tx.orm
    .update(users)
    .set({ ...changes, updatedAt: new Date() })
    .where(eq(users.id, userId))
    .returning({ id: users.id, name: users.name, email: users.email });
  return row ?? null;
}

/** Sets the password, in place of the one before. */
export async function storePassword(
  tx: IdentityTransaction,
  userId: string,
  password: string,
): Promise<void> {
  await tx.orm
    .insert(accounts)
    .values({ id: newId(), accountId: userId, providerId: 'credential', userId, password })
    .onConflictDoUpdate({
      target: [accounts.providerId, accounts.accountId],
      set: { password, updatedAt: new Date() },
    });
}

/** Whatever let somebody in before the address was proven goes: it may have been a stranger's. */
export async function forgetUnproven(tx: IdentityTransaction, userId: string): Promise<void> {
  await tx.orm.delete(accounts).where(eq(accounts.userId, userId));
  await tx.orm.delete(secondFactors).where(eq(secondFactors.userId, userId));
  await endSessions(tx, userId);
  await updateUser(tx, userId, { twoFactorEnabled: false });
}

/** Ends the person's sessions and half-done sign-ins, except one session. @returns how many sessions */
export async function endSessions(
  tx: IdentityTransaction,
  userId: string,
  exceptId: string | null = null,
): Promise<number> {
  await tx.orm.delete(signInChallenges).where(eq(signInChallenges.userId, userId));
  const ended = await tx.orm
    .delete(sessions)
    .where(
      and(eq(sessions.userId, userId), exceptId === null ? undefined : ne(sessions.id, exceptId)),
    )
    .returning({ id: sessions.id });
  return ended.length;
}
