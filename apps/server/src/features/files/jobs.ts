import { z } from 'zod';
import type { JobKind } from '../../kernel/jobs/jobs.ts';

/** Removes stored bytes that no file speaks of. */
export const sweepFilesJob: JobKind<Record<string, never>> = {
  name: 'files.sweep',
  payload: z.strictObject({}),
  expireInSeconds: 1800,
  concurrency: 1,
};

/** Every hour, so that what is erased is gone well within a day. */
export const sweepFilesCron = '25 * * * *';
