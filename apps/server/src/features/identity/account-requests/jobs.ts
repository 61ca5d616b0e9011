import { id } from '@partneros/contract/common';
import { z } from 'zod';
import type { JobKind } from '../../../kernel/jobs/jobs.ts';

/** Finds out whose address it is and sends what is due. In a job, so that no answer's time tells. */
export const answerRequestJob: JobKind<{ requestId: string }> = {
  name: 'identity.answer-request',
  payload: z.strictObject({ requestId: id }),
  expireInSeconds: 60,
  concurrency: 2,
};

/** Deletes sessions, links, challenges and counters whose time is over. */
export const sweepJob: JobKind<Record<string, never>> = {
  name: 'identity.sweep',
  payload: z.strictObject({}),
  expireInSeconds: 300,
  concurrency: 1,
};
