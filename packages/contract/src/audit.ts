/** The audit log as it crosses the wire. */
import { z } from 'zod';
import { id, nextCursor, timestamp } from './common.ts';

export const auditEntry = z
  .strictObject({
    id,
    at: timestamp,
    actor: z.strictObject({
      kind: z.enum(['member', 'portal', 'system']),
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
