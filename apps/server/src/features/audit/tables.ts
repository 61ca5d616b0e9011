import { jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const auditLog = pgTable('audit_log', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  actorKind: text('actor_kind', { enum: ['member', 'portal', 'system'] }).notNull(),
  actorId: uuid('actor_id'),
  actorName: text('actor_name').notNull(),
  action: text().notNull(),
  targetType: text('target_type'),
  targetId: text('target_id'),
  outcome: text({ enum: ['done', 'refused', 'failed'] }).notNull(),
  details: jsonb().notNull(),
  requestId: text('request_id'),
});
