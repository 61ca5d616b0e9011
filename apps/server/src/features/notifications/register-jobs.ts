import type { Jobs } from '../../kernel/jobs/jobs.ts';
import { sendDigestsCron, sendDigestsJob } from './jobs.ts';
import { type DigestParts, sendDigests } from './send-digests.ts';

export function registerNotificationJobs(parts: DigestParts & { jobs: Jobs }): void {
  parts.jobs.register(sendDigestsJob, () => sendDigests(parts));
  parts.jobs.schedule(sendDigestsJob, sendDigestsCron);
}
