import { integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const secondFactors = pgTable('second_factors', {
  userId: uuid('user_id').primaryKey(),
  secretSealed: text('secret_sealed').notNull(),
  backupCodesSealed: text('backup_codes_sealed'),
  lastStep: integer('last_step').notNull().default(0),
  enabledAt: moment('enabled_at'),
  createdAt: moment('created_at').notNull(),
});

export const signInChallenges = pgTable('sign_in_challenges', {
  id: uuid().primaryKey(),
  tokenHash: text('token_hash').notNull(),
  userId: uuid('user_id').notNull(),
  tries: integer().notNull().default(0),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
});
