/** Jobs rest while the installation is in quarantine, and go on once it has been adopted. */
import { describeError, type Logger } from '../logger.ts';
import type { Quarantine } from '../quarantine.ts';
import type { Jobs } from './jobs.ts';

const everyMilliseconds = 2000;

/** Call once `jobs.start` has run. @returns how to stop looking */
export async function followQuarantine(
  jobs: Jobs,
  quarantine: Quarantine,
  log: Logger,
): Promise<() => void> {
  let looking: Promise<void> | null = null;
  const look = async () => {
    await jobs.setWorking((await quarantine.reason()) === null);
  };
  await look();
  const timer = setInterval(() => {
    looking ??= look()
      .catch((error: unknown) => log.warn('Quarantine not known', describeError(error)))
      .finally(() => {
        looking = null;
      });
  }, everyMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
