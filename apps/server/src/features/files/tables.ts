import { integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const files = pgTable('files', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  partnerId: uuid('partner_id'),
  purpose: text({ enum: ['image', 'document'] }).notNull(),
  name: text().notNull(),
  contentType: text('content_type').notNull(),
  bytes: integer().notNull(),
  sha256: text().notNull(),
  width: integer(),
  height: integer(),
  uploadedBy: uuid('uploaded_by'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
});
export type FileRow = typeof files.$inferSelect;
