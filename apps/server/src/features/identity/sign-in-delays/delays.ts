/**
 * The growing delay after failed proofs of identity, per account and apart for each device that
 * signed in before. Addresses that nobody has are counted alike.
 */
import type { Clock } from '../../../kernel/clock.ts';
import { sha256 } from '../../../kernel/crypto/tokens.ts';
import type { Database } from '../../../kernel/db/database.ts';
import { Problem } from '../../../kernel/http/problem.ts';
import { countAttempt, deleteDelay, findBlockedUntil } from './store.ts';

export interface SignInDelays {
  /**
   * Counts an attempt as failed before it is made; who succeeds calls `forget`.
   * @throws Problem rate_limited while the wait for earlier failures is not over
   */
  begin(key: string): Promise<void>;
  forget(key: string): Promise<void>;
}

/** Failures without consequence. */
const freeFailures = 5;

/** @param scale of all limits, for load tests */
export function createSignInDelays(database: Database, clock: Clock, scale: number): SignInDelays {
  const free = Math.max(1, Math.round(freeFailures * scale));
  return {
    async begin(key) {
      const now = clock.now();
      const blockedUntil = await database.withIdentity(async (tx) =>
        (await countAttempt(tx, key, { now, free })) ? null : findBlockedUntil(tx, key),
      );
      if (!blockedUntil) return;
      const wait = Math.max(1, Math.ceil((blockedUntil.getTime() - now.getTime()) / 1000));
      throw new Problem('rate_limited', `Too many failed attempts. Try again in ${wait} seconds.`, {
        headers: { 'Retry-After': String(wait) },
      });
    },
    forget: (key) => database.withIdentity((tx) => deleteDelay(tx, key)),
  };
}

/** The counter of an account, apart for a known device. */
export function delayKey(email: string, device: string | null): string {
  return sha256(`${email.toLowerCase()}\0${device ?? ''}`);
}

/** The counter of proofs within a session. */
export function confirmationKey(userId: string): string {
  return sha256(`confirmation\0${userId}`);
}
