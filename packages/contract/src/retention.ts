/** How long an organization keeps what, in days. */
import { z } from 'zod';
import { timestamp } from './common.ts';

/** Bounds and default per kind of data (spec 09, Privacy). */
export const retentionBounds = {
  auditDays: { least: 90, most: 3650, default: 400 },
  driftDays: { least: 30, most: 3650, default: 400 },
  mailDays: { least: 1, most: 365, default: 30 },
} as const;
export type RetentionSubject = keyof typeof retentionBounds;

const days = (subject: RetentionSubject) =>
  z.number().int().min(retentionBounds[subject].least).max(retentionBounds[subject].most);

export const retention = z
  .strictObject({
    auditDays: days('auditDays').meta({ description: 'Lines of the audit log.' }),
    driftDays: days('driftDays').meta({ description: 'History of schema changes.' }),
    mailDays: days('mailDays').meta({
      description: 'That a mail was sent; its content goes at once.',
    }),
    version: z.number().int(),
    updatedAt: timestamp.nullable(),
  })
  .meta({ id: 'Retention' });
export type Retention = z.infer<typeof retention>;

export const retentionAnswer = z.strictObject({ retention });

/** What to change; null goes back to the default. */
export const retentionChanges = z
  .strictObject({
    auditDays: days('auditDays').nullable().optional(),
    driftDays: days('driftDays').nullable().optional(),
    mailDays: days('mailDays').nullable().optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, { error: 'Say what to change.' });
export type RetentionChanges = z.infer<typeof retentionChanges>;
