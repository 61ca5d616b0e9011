import { eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { IdentityTransaction } from '../../../kernel/db/database.ts';
import { signInDelays } from './tables.ts';

const counted = z.array(z.object({ failures: z.number() }));

/**
 * Counts an attempt as failed and sets until when the next one waits: a second after the last free
 * failure, then twice as long each time, 15 minutes at most. One statement, so that attempts at once
 * are counted one after the other. Failures a day old are forgotten. While failures are free nothing
 * is set: attempts at once read their clocks in another order than the database counts them.
 * @returns false when the wait for an earlier one is not over: then nothing was counted
 */
export async function countAttempt(
  tx: IdentityTransaction,
  key: string,
  { now, free }: { now: Date; free: number },
): Promise<boolean> {
  const rows = await tx.query({
    name: 'count-sign-in-attempt',
    text: `insert into sign_in_delays as d (key, failures, blocked_until, updated_at)
      values ($1::text, 1, to_timestamp(0), $2::timestamptz)
      on conflict (key) do update set
        failures = case when d.updated_at < $2::timestamptz - interval '1 day' then 1 else d.failures + 1 end,
        blocked_until = case
          when d.updated_at < $2::timestamptz - interval '1 day' or d.failures + 1 < $3::int4 then to_timestamp(0)
          else $2::timestamptz + make_interval(secs => least(900, power(2, least(d.failures + 1 - $3::int4, 10)))) end,
        updated_at = $2::timestamptz
      where d.blocked_until <= $2::timestamptz
      returning failures`,
    values: [key, now, free],
  });
  return counted.parse(rows).length > 0;
}

export async function findBlockedUntil(tx: IdentityTransaction, key: string): Promise<Date | null> {
  const [row] = await tx.orm
    .select({ blockedUntil: signInDelays.blockedUntil })
    .from(signInDelays)
    .where(eq(signInDelays.key, key));
  return row?.blockedUntil ?? null;
}

export async function deleteDelay(tx: IdentityTransaction, key: string): Promise<void> {
  await tx.orm.delete(signInDelays).where(eq(signInDelays.key, key));
}

export async function deleteDelaysBefore(tx: IdentityTransaction, moment: Date): Promise<void> {
  await tx.orm.delete(signInDelays).where(lt(signInDelays.updatedAt, moment));
}
