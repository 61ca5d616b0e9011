import { integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const mappings = pgTable('mappings', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  connectionId: uuid('connection_id').notNull(),
  objectPair: text('object_pair').notNull(),
  partnerosObject: text('partneros_object').notNull(),
  objectType: text('object_type').notNull(),
  state: text({ enum: ['draft', 'confirmed', 'paused'] }).notNull(),
  version: integer().notNull(),
  pairs: jsonb().notNull(),
  rejected: jsonb().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});
