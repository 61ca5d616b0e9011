import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import { deleteRequestsBefore } from './account-requests/store.ts';
import { deleteSessionsBefore } from './sessions/store.ts';
import { deleteDelaysBefore } from './sign-in-delays/store.ts';
import { deleteChallengesBefore } from './two-factor/store.ts';

const dayMilliseconds = 24 * 3600_000;

/** Deletes what has had its time: it lets nobody in any more, but names people. */
export async function sweep({
  database,
  clock,
}: {
  database: Database;
  clock: Clock;
}): Promise<void> {
  const now = clock.now();
  await database.withIdentity(async (tx) => {
    await deleteSessionsBefore(tx, now);
    await deleteChallengesBefore(tx, now);
    await deleteRequestsBefore(tx, now);
    await deleteDelaysBefore(tx, new Date(now.getTime() - dayMilliseconds));
  });
}
