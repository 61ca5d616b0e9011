import { id } from '@partneros/contract/common';
import { z } from 'zod';
import type { JobKind } from '../../kernel/jobs/jobs.ts';

const oneRequest = z.strictObject({ organizationId: id, requestId: id });
type OneRequest = z.infer<typeof oneRequest>;

export const exportPersonJob: JobKind<OneRequest> = {
  name: 'privacy.export-person',
  payload: oneRequest,
  expireInSeconds: 600,
  concurrency: 1,
};

export const erasePersonJob: JobKind<OneRequest> = {
  name: 'privacy.erase-person',
  payload: oneRequest,
  expireInSeconds: 600,
  concurrency: 1,
};

export const expireExportsJob: JobKind<Record<string, never>> = {
  name: 'privacy.expire-exports',
  payload: z.strictObject({}),
  expireInSeconds: 300,
  concurrency: 1,
};
