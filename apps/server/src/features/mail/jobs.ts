import { id } from '@partneros/contract/common';
import { z } from 'zod';
import type { JobKind } from '../../kernel/jobs/jobs.ts';

/** Hands one queued mail over. */
export const sendMailJob: JobKind<{ mailId: string }> = {
  name: 'mail.send',
  payload: z.strictObject({ mailId: id }),
  expireInSeconds: 120,
  concurrency: 2,
};
