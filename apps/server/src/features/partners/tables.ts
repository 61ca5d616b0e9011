import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const partners = pgTable('partners', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  name: text().notNull(),
  domain: text(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});
