import { id } from '@partneros/contract/common';
import { z } from 'zod';
import type { JobKind } from '../../kernel/jobs/jobs.ts';

/** Hands one queued mail over. */
export const sendMailJob: JobKind<{ mailId: string }> = {
  name: 'mail.send',
  payload: z.strictObject({ mailId: id }),
  expireInSeconds: 300,
  concurrency: 2,
};

/** Settles mails that no job will settle any more: the process that sent them is gone. */
export const settleMailsJob: JobKind<Record<string, never>> = {
  name: 'mail.settle-lost',
  payload: z.strictObject({}),
  expireInSeconds: 60,
  concurrency: 1,
};

export const settleMailsCron = '*/10 * * * *';
