import { boolean, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const notifications = pgTable('notifications', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  userId: uuid('user_id').notNull(),
  kind: text().notNull(),
  details: jsonb().notNull(),
  path: text().notNull(),
  inApp: boolean('in_app').notNull(),
  forDigest: boolean('for_digest').notNull(),
  createdAt: moment('created_at').notNull(),
  readAt: moment('read_at'),
});
export type NotificationRow = typeof notifications.$inferSelect;

export const notificationPreferences = pgTable('notification_preferences', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  userId: uuid('user_id').notNull(),
  kind: text().notNull(),
  inApp: boolean('in_app').notNull(),
  mail: text({ enum: ['off', 'at_once', 'daily'] }).notNull(),
});

export const notificationDigests = pgTable('notification_digests', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  userId: uuid('user_id').notNull(),
  day: text().notNull(),
});
