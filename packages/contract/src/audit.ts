/** The audit log as it crosses the wire. */
import { z } from 'zod';
import { id, listQuery, nextCursor, timestamp } from './common.ts';

export const auditEntry = z
  .strictObject({
    id,
    seq: z.number().int().meta({ description: 'Its place in the organization’s chain.' }),
    at: timestamp,
    actor: z.strictObject({
      kind: z.enum(['member', 'portal', 'service', 'system']),
      id: id.nullable(),
      name: z.string(),
    }),
    action: z.string().meta({ examples: ['connection.disconnected'] }),
    target: z.strictObject({ type: z.string(), id: z.string() }).nullable(),
    outcome: z.enum(['done', 'refused', 'failed']),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditList = z.strictObject({ entries: z.array(auditEntry), nextCursor });

const filters = {
  actor: id.optional().meta({ description: 'The user or service account that acted.' }),
  action: z.string().min(1).max(100).optional(),
  outcome: auditEntry.shape.outcome.optional(),
  target: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'The id of what was acted on.' }),
  from: timestamp.optional(),
  to: timestamp.optional().meta({ description: 'Up to, not including.' }),
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Text in the actor’s name, the action, the target or the details.' }),
};

export const auditQuery = listQuery.extend(filters);
export const auditFormat = z.enum(['csv', 'ndjson']);
export const auditExportBody = z.strictObject({ format: auditFormat.default('csv'), ...filters });

/** What came of holding every line against the chain. */
export const auditVerification = z
  .strictObject({
    verified: z.boolean().meta({
      description: 'True where no line was changed, removed or added past the program.',
    }),
    lines: z.number().int(),
    linesBeforeChain: z.number().int().meta({
      description: 'Lines from before an upgrade brought the chain, which it does not cover.',
    }),
    firstBroken: z.number().int().nullable().meta({
      description:
        'The `seq` at which the chain breaks; null where its beginning or end is not ours.',
    }),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof auditVerification>;
