import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const serviceAccounts = pgTable('service_accounts', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  name: text().notNull(),
  permissions: text().array().notNull(),
  tokenHash: text('token_hash').notNull(),
  tokenMadeAt: moment('token_made_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  lastUsedAt: moment('last_used_at'),
  createdBy: text('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
});
export type ServiceAccountRow = typeof serviceAccounts.$inferSelect;
