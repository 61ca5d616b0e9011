import { boolean, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const ssoProviders = pgTable('sso_providers', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  kind: text({ enum: ['oidc', 'saml'] }).notNull(),
  name: text().notNull(),
  enabled: boolean().notNull(),
  justInTime: boolean('just_in_time').notNull(),
  defaultRole: text('default_role', { enum: ['admin', 'member', 'viewer'] }).notNull(),
  authority: text({ enum: ['owner', 'admin', 'other'] }).notNull(),
  issuer: text().notNull(),
  clientId: text('client_id'),
  clientSecretSealed: text('client_secret_sealed'),
  ssoUrl: text('sso_url'),
  certificates: text().array().notNull().default([]),
  version: integer().notNull().default(1),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
});
export type ProviderRow = typeof ssoProviders.$inferSelect;

export const ssoDomains = pgTable('sso_domains', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  domain: text().notNull(),
  token: text().notNull(),
  providerId: uuid('provider_id'),
  verifiedAt: moment('verified_at'),
  createdAt: moment('created_at').notNull().defaultNow(),
});
export type DomainRow = typeof ssoDomains.$inferSelect;

export const ssoIdentities = pgTable('sso_identities', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  providerId: uuid('provider_id').notNull(),
  subject: text().notNull(),
  userId: uuid('user_id').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  lastUsedAt: moment('last_used_at').notNull().defaultNow(),
});

export const ssoRequests = pgTable('sso_requests', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  providerId: uuid('provider_id').notNull(),
  providerVersion: integer('provider_version').notNull(),
  stateHash: text('state_hash').notNull(),
  browserHash: text('browser_hash').notNull(),
  stage: text({ enum: ['asked', 'answered'] }).notNull(),
  contentSealed: text('content_sealed'),
  baseUrl: text('base_url').notNull(),
  returnTo: text('return_to').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  expiresAt: moment('expires_at').notNull(),
});
export type RequestRow = typeof ssoRequests.$inferSelect;

export const ssoAssertions = pgTable('sso_assertions', {
  organizationId: uuid('organization_id').notNull(),
  providerId: uuid('provider_id').notNull(),
  assertionId: text('assertion_id').notNull(),
  expiresAt: moment('expires_at').notNull(),
});
