/** Background work on connections: names, payloads, schedules. */
import { id } from '@partneros/contract/common';
import { z } from 'zod';
import type { JobKind } from '../../kernel/jobs/jobs.ts';

/** Reads the schema of one connection again. */
export const refreshSchemaJob: JobKind<{ organizationId: string; connectionId: string }> = {
  name: 'integrations.refresh-schema',
  payload: z.strictObject({ organizationId: id, connectionId: id }),
  expireInSeconds: 600,
  concurrency: 2,
};

/** Finds connections whose schema is due and queues a refresh for each. */
export const refreshDueSchemasJob: JobKind<Record<string, never>> = {
  name: 'integrations.refresh-due-schemas',
  payload: z.strictObject({}),
  expireInSeconds: 300,
  concurrency: 1,
};

/** Every ten minutes; a schema lives for hours, so none is served expired for long. */
export const refreshDueSchemasCron = '*/10 * * * *';
