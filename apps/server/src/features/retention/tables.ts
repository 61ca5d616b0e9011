import { integer, pgTable, timestamp, uuid } from 'drizzle-orm/pg-core';

export const retentionSettings = pgTable('retention_settings', {
  organizationId: uuid('organization_id').primaryKey(),
  auditDays: integer('audit_days'),
  driftDays: integer('drift_days'),
  mailDays: integer('mail_days'),
  version: integer().notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
});
export type RetentionRow = typeof retentionSettings.$inferSelect;
