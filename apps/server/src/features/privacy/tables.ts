import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const privacyRequests = pgTable('privacy_requests', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  kind: text({ enum: ['export', 'erasure'] }).notNull(),
  state: text({ enum: ['queued', 'done', 'expired', 'refused'] }).notNull(),
  emailSealed: text('email_sealed'),
  subjectHash: text('subject_hash').notNull(),
  requestedBy: uuid('requested_by'),
  contentSealed: text('content_sealed'),
  createdAt: moment('created_at').notNull(),
  finishedAt: moment('finished_at'),
  expiresAt: moment('expires_at'),
});
export type PrivacyRow = typeof privacyRequests.$inferSelect;

export const suppressions = pgTable('suppressions', {
  organizationId: uuid('organization_id').notNull(),
  subjectHash: text('subject_hash').notNull(),
});
