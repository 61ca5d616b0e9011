import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const accountRequests = pgTable('account_requests', {
  id: uuid().primaryKey(),
  kind: text({ enum: ['sign_up', 'reset_password', 'change_email'] }).notNull(),
  email: text().notNull(),
  userId: uuid('user_id'),
  sessionId: uuid('session_id'),
  name: text(),
  organizationName: text('organization_name'),
  passwordHash: text('password_hash'),
  browserHash: text('browser_hash'),
  baseUrl: text('base_url').notNull(),
  tokenHash: text('token_hash'),
  provenAt: moment('proven_at'),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
});
