import { integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const auditLog = pgTable('audit_log', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  seq: integer().notNull(),
  at: timestamp({ withTimezone: true }).notNull(),
  actorKind: text('actor_kind', { enum: ['member', 'portal', 'service', 'system'] }).notNull(),
  actorId: uuid('actor_id'),
  actorName: text('actor_name').notNull(),
  action: text().notNull(),
  targetType: text('target_type'),
  targetId: text('target_id'),
  outcome: text({ enum: ['done', 'refused', 'failed'] }).notNull(),
  details: jsonb().notNull(),
  requestId: text('request_id'),
  /** Empty for lines older than the chain. */
  hash: text().notNull(),
});
export type AuditLogRow = typeof auditLog.$inferSelect;
