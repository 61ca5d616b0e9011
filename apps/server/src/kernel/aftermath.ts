/**
 * Work that an answer does not wait for: what it takes must not show in the answer's time. It is still
 * finished before the program ends.
 */
import { setImmediate } from 'node:timers/promises';
import { describeError, type Logger } from './logger.ts';

export interface Aftermath {
  /** Begins once the flow that asked has given its answer; failures are logged. */
  later(work: () => Promise<unknown>): void;
  /** Resolves when nothing is left. */
  settled(): Promise<void>;
}

export function createAftermath(log: Logger): Aftermath {
  const running = new Set<Promise<unknown>>();
  return {
    later(work) {
      const run = setImmediate()
        .then(work)
        .catch((error: unknown) => log.error('Work after an answer failed', describeError(error)))
        .finally(() => running.delete(run));
      running.add(run);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
