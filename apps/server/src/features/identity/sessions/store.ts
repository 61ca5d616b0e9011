import { and, desc, eq, gt, lt } from 'drizzle-orm';
import type { IdentityTransaction } from '../../../kernel/db/database.ts';
import { sessions } from '../tables.ts';

export type SessionRow = typeof sessions.$inferSelect;

export async function findOpenSession(
  tx: IdentityTransaction,
  { sessionId }: { sessionId: string },
): Promise<SessionRow | null> {
  const [row] = await tx.orm.select().from(sessions).where(eq(sessions.id, sessionId));
  return row ?? null;
}

/** The person's sessions that have not ended, newest first; reads one more than the limit. */
export async function listOpenSessions(
  tx: IdentityTransaction,
  userId: string,
  page: { after: string | null; limit: number; now: Date },
): Promise<SessionRow[]> {
  return tx.orm
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        gt(sessions.expiresAt, page.now),
        page.after === null ? undefined : lt(sessions.id, page.after),
      ),
    )
    .orderBy(desc(sessions.id))
    .limit(page.limit + 1);
}

/** False when the person has no such session. */
export async function deleteOwnSession(
  tx: IdentityTransaction,
  userId: string,
  sessionId: string,
): Promise<boolean> {
  const rows = await tx.orm
    .delete(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
    .returning({ id: sessions.id });
  return rows.length > 0;
}

export async function deleteSessionsBefore(tx: IdentityTransaction, moment: Date): Promise<void> {
  await tx.orm.delete(sessions).where(lt(sessions.expiresAt, moment));
}
