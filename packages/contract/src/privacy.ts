/** Requests to export or erase what an organization holds about one person. */
import { z } from 'zod';
import { id, nextCursor, timestamp } from './common.ts';

export const privacyBody = z.strictObject({ email: z.email().max(254) });

export const privacyRequest = z
  .strictObject({
    id,
    kind: z.enum(['export', 'erasure']),
    state: z.enum(['queued', 'done', 'expired', 'refused']),
    email: z
      .string()
      .nullable()
      .meta({ description: 'Null once the data is erased or the export has expired.' }),
    createdAt: timestamp,
    finishedAt: timestamp.nullable(),
    expiresAt: timestamp.nullable().meta({ description: 'Until when an export can be fetched.' }),
  })
  .meta({ id: 'PrivacyRequest' });
export type PrivacyRequest = z.infer<typeof privacyRequest>;

export const privacyRequestAnswer = z.strictObject({ request: privacyRequest });
export const privacyRequestList = z.strictObject({
  requests: z.array(privacyRequest),
  nextCursor,
});

/** Everything about the person, by table; columns by their names in the database. */
export const personExport = z
  .strictObject({
    export: z.strictObject({
      email: z.string(),
      organizationId: id,
      exportedAt: timestamp,
      tables: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
    }),
  })
  .meta({ id: 'PersonExport' });
