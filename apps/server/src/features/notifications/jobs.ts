/** Background work on notifications. */
import { z } from 'zod';
import type { JobKind } from '../../kernel/jobs/jobs.ts';

/** Sends the daily mails that are due. */
export const sendDigestsJob: JobKind<Record<string, never>> = {
  name: 'notifications.send-digests',
  payload: z.strictObject({}),
  expireInSeconds: 600,
  concurrency: 1,
};

/** Every hour: it is morning somewhere. */
export const sendDigestsCron = '5 * * * *';
