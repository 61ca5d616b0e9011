import { integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const mails = pgTable('mails', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id'),
  template: text().notNull(),
  contentSealed: text('content_sealed'),
  state: text({ enum: ['queued', 'sending', 'sent', 'failed', 'uncertain'] }).notNull(),
  attempts: integer().notNull().default(0),
  createdAt: moment('created_at').notNull(),
  sendingSince: moment('sending_since'),
  sentAt: moment('sent_at'),
});
