import type { OpenSession } from '@partneros/contract/accounts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../../../kernel/db/database.ts';
import type { Caller } from '../../../kernel/http/caller.ts';
import { pageOf } from '../../../kernel/http/cursor.ts';
import { deviceName } from './device-name.ts';
import { listOpenSessions } from './store.ts';

/** Where the person is signed in. */
export async function listSessions(
  { database, clock }: { database: Database; clock: Clock },
  caller: Caller,
  page: { after: string | null; limit: number },
): Promise<{ sessions: OpenSession[]; nextCursor: string | null }> {
  const found = await database.withIdentity((tx) =>
    listOpenSessions(tx, caller.userId, { ...page, now: clock.now() }),
  );
  const { rows, nextCursor } = pageOf(found, page.limit);
  const sessions = rows.map((row) => ({
    id: row.id,
    device: deviceName(row.userAgent),
    method: row.method,
    current: row.id === caller.sessionId,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.updatedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }));
  return { sessions, nextCursor };
}
