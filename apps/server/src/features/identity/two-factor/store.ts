import { and, eq, gt, isNotNull, lt, sql } from 'drizzle-orm';
import type { IdentityTransaction } from '../../../kernel/db/database.ts';
import { secondFactors, signInChallenges } from './tables.ts';

export type SecondFactor = typeof secondFactors.$inferSelect;

export async function findSecondFactor(
  tx: IdentityTransaction,
  userId: string,
): Promise<SecondFactor | null> {
  const [row] = await tx.orm.select().from(secondFactors).where(eq(secondFactors.userId, userId));
  return row ?? null;
}

/** Begins anew with another secret, unless a factor is on. @returns false when one is */
export async function putSecret(
  tx: IdentityTransaction,
  factor: { userId: string; secretSealed: string; createdAt: Date },
): Promise<boolean> {
  const rows = await tx.orm
    .insert(secondFactors)
    .values(factor)
    .onConflictDoUpdate({
      target: secondFactors.userId,
      set: { ...factor, lastStep: 0, backupCodesSealed: null },
      setWhere: sql`${secondFactors.enabledAt} is null`,
    })
    .returning({ userId: secondFactors.userId });
  return rows.length > 0;
}

export async function updateSecondFactor(
  tx: IdentityTransaction,
  userId: string,
  changes: Partial<typeof secondFactors.$inferInsert>,
): Promise<void> {
  await tx.orm.update(secondFactors).set(changes).where(eq(secondFactors.userId, userId));
}

/** Takes a step as used; false when it or a later one was used before. */
export async function useStep(
  tx: IdentityTransaction,
  userId: string,
  step: number,
): Promise<boolean> {
  const rows = await tx.orm
    .update(secondFactors)
    .set({ lastStep: step })
    .where(and(eq(secondFactors.userId, userId), lt(secondFactors.lastStep, step)))
    .returning({ userId: secondFactors.userId });
  return rows.length > 0;
}

/** Replaces the codes if they are still the ones that were read; false when somebody was first. */
export async function replaceBackupCodes(
  tx: IdentityTransaction,
  userId: string,
  { before, after }: { before: string; after: string },
): Promise<boolean> {
  const rows = await tx.orm
    .update(secondFactors)
    .set({ backupCodesSealed: after })
    .where(and(eq(secondFactors.userId, userId), eq(secondFactors.backupCodesSealed, before)))
    .returning({ userId: secondFactors.userId });
  return rows.length > 0;
}

/** False when none was on. */
export async function deleteSecondFactor(
  tx: IdentityTransaction,
  userId: string,
): Promise<boolean> {
  const rows = await tx.orm
    .delete(secondFactors)
    .where(and(eq(secondFactors.userId, userId), isNotNull(secondFactors.enabledAt)))
    .returning({ userId: secondFactors.userId });
  return rows.length > 0;
}

export async function insertChallenge(
  tx: IdentityTransaction,
  challenge: typeof signInChallenges.$inferInsert,
): Promise<void> {
  await tx.orm.insert(signInChallenges).values(challenge);
}

/** Whose challenge it is, while it is open. */
export async function findChallenge(
  tx: IdentityTransaction,
  tokenHash: string,
  now: Date,
): Promise<string | null> {
  const [row] = await tx.orm
    .select({ userId: signInChallenges.userId })
    .from(signInChallenges)
    .where(isOpen(tokenHash, now));
  return row?.userId ?? null;
}

/** Counts a try; null when there is no such challenge, its time is over or its tries are used up. */
export async function useTry(
  tx: IdentityTransaction,
  tokenHash: string,
  now: Date,
): Promise<string | null> {
  const [row] = await tx.orm
    .update(signInChallenges)
    .set({ tries: sql`${signInChallenges.tries} + 1` })
    .where(isOpen(tokenHash, now))
    .returning({ userId: signInChallenges.userId });
  return row?.userId ?? null;
}

/** TOTP: 5 tries per challenge (spec 09). */
const triesPerChallenge = 5;

function isOpen(tokenHash: string, now: Date) {
  return and(
    eq(signInChallenges.tokenHash, tokenHash),
    gt(signInChallenges.expiresAt, now),
    lt(signInChallenges.tries, triesPerChallenge),
  );
}

export async function deleteChallenge(tx: IdentityTransaction, tokenHash: string): Promise<void> {
  await tx.orm.delete(signInChallenges).where(eq(signInChallenges.tokenHash, tokenHash));
}

export async function deleteChallengesBefore(tx: IdentityTransaction, moment: Date): Promise<void> {
  await tx.orm.delete(signInChallenges).where(lt(signInChallenges.expiresAt, moment));
}
