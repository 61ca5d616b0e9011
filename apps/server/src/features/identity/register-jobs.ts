import type { Jobs } from '../../kernel/jobs/jobs.ts';
import { type AnswerParts, answerRequest } from './account-requests/answer-request.ts';
import { answerRequestJob, sweepJob } from './account-requests/jobs.ts';
import { sweep } from './sweep.ts';

export function registerIdentityJobs(parts: AnswerParts & { jobs: Jobs }): void {
  parts.jobs.register(answerRequestJob, ({ requestId }) => answerRequest(parts, requestId));
  parts.jobs.register(sweepJob, () => sweep(parts));
  parts.jobs.schedule(sweepJob, '17 * * * *');
}
