/** The library's password hash (scrypt), a few at once and with a queue that ends. */
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { Problem } from '../../../kernel/http/problem.ts';
import { createSemaphore, QueueFull } from '../../../kernel/semaphore.ts';

export interface Hashing {
  /** @param urgent goes before those who wait already */
  hash(password: string, urgent?: boolean): Promise<string>;
  /** Null as the stored hash costs what a wrong password costs, and is never right. */
  verify(stored: string | null, password: string, urgent?: boolean): Promise<boolean>;
  /** @throws Problem rate_limited when a password could not be looked at now */
  assertRoom(urgent: boolean): void;
}

/** How many may wait to have a password looked at: about a second's worth. */
const longestQueue = 16;

/** Each of these throws Problem rate_limited when too many wait. */
export function createHashing(): Hashing {
  // Each hash takes 32 MB and a thread, four at most (spec 09), and leaves a processor to the rest.
  const places = Math.min(4, Math.max(1, availableParallelism() - 1));
  const semaphore = createSemaphore(places, longestQueue);
  const decoy = `${randomBytes(16).toString('hex')}:${randomBytes(64).toString('hex')}`;
  return {
    hash: (password, urgent = false) =>
      queued(() => semaphore.run(() => hashPassword(password), urgent)),
    async verify(stored, password, urgent = false) {
      const check = { hash: stored ?? decoy, password };
      const right = await queued(() => semaphore.run(() => verifyPassword(check), urgent));
      return right && stored !== null;
    },
    assertRoom: (urgent) => {
      try {
        semaphore.assertRoom(urgent);
      } catch (error) {
        throw asProblem(error);
      }
    },
  };
}

async function queued<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw asProblem(error);
  }
}

/** A full queue is the caller's to try again; anything else stays what it is. */
function asProblem(error: unknown): unknown {
  if (!(error instanceof QueueFull)) return error;
  return new Problem('rate_limited', 'Too many people are signing in. Try again in 2 seconds.', {
    headers: { 'Retry-After': '2' },
    cause: error,
  });
}
