import { boolean, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true });
const platforms = ['salesforce', 'hubspot'] as const;
const environments = ['production', 'sandbox', 'custom', 'demo'] as const;
/** How a connection came by its tokens; the last two without a browser. */
const grantKinds = ['code', 'client_credentials', 'service_key'] as const;
const reaches = ['trusted', 'public'] as const;

export const connections = pgTable('connections', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  platform: text({ enum: platforms }).notNull(),
  environment: text({ enum: environments }).notNull(),
  status: text({ enum: ['active', 'error', 'disconnected', 'reauth_required'] }).notNull(),
  statusReason: text('status_reason'),
  loginUrl: text('login_url').notNull(),
  apiUrl: text('api_url'),
  reach: text({ enum: reaches }).notNull(),
  clientId: text('client_id'),
  clientSecretSealed: text('client_secret_sealed'),
  instanceUrl: text('instance_url'),
  accountId: text('account_id').notNull(),
  accountName: text('account_name'),
  connectedAs: text('connected_as'),
  grantKind: text('grant_kind', { enum: grantKinds }).notNull().default('code'),
  scopes: text().array().notNull().default([]),
  accessTokenSealed: text('access_token_sealed'),
  refreshTokenSealed: text('refresh_token_sealed'),
  accessExpiresAt: moment('access_expires_at'),
  tokenVersion: integer('token_version').notNull().default(1),
  refreshLeaseUntil: moment('refresh_lease_until'),
  refreshSentAt: moment('refresh_sent_at'),
  refreshInDoubt: boolean('refresh_in_doubt').notNull().default(false),
  epoch: integer().notNull().default(1),
  failuresInARow: integer('failures_in_a_row').notNull().default(0),
  lastErrorAt: moment('last_error_at'),
  lastErrorMessage: text('last_error_message'),
  lastSyncAt: moment('last_sync_at'),
  apiUsed: integer('api_used'),
  apiLimit: integer('api_limit'),
  apiResetsAt: moment('api_resets_at'),
  objectTypes: text('object_types').array().notNull().default([]),
  objectCount: integer('object_count').notNull().default(0),
  totalFields: integer('total_fields').notNull().default(0),
  schemaExpiresAt: moment('schema_expires_at'),
  crmObjects: jsonb('crm_objects'),
  crmObjectsListedAt: moment('crm_objects_listed_at'),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
});
export type ConnectionRow = typeof connections.$inferSelect;
export type GrantKind = ConnectionRow['grantKind'];

export const oauthStates = pgTable('oauth_states', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  stateHash: text('state_hash').notNull(),
  platform: text({ enum: platforms }).notNull(),
  userId: uuid('user_id').notNull(),
  sessionId: uuid('session_id').notNull(),
  connectionId: uuid('connection_id'),
  environment: text({ enum: environments }).notNull(),
  loginUrl: text('login_url').notNull(),
  apiUrl: text('api_url'),
  reach: text({ enum: reaches }).notNull(),
  clientId: text('client_id').notNull(),
  clientSecretSealed: text('client_secret_sealed'),
  codeVerifierSealed: text('code_verifier_sealed').notNull(),
  redirectUri: text('redirect_uri').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  expiresAt: moment('expires_at').notNull(),
});
export type OAuthStateRow = typeof oauthStates.$inferSelect;

export const objectSchemas = pgTable('object_schemas', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  connectionId: uuid('connection_id').notNull(),
  objectType: text('object_type').notNull(),
  label: text().notNull(),
  custom: boolean().notNull(),
  fieldCount: integer('field_count').notNull(),
  schemaHash: text('schema_hash').notNull(),
  detailsHash: text('details_hash').notNull(),
  body: text().notNull(),
  vendorFields: text('vendor_fields').array().notNull(),
  validator: text(),
  discoveredAt: moment('discovered_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

export const driftEvents = pgTable('drift_events', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  connectionId: uuid('connection_id').notNull(),
  objectType: text('object_type').notNull(),
  field: text().notNull(),
  change: text({ enum: ['added', 'removed', 'changed'] }).notNull(),
  before: jsonb(),
  after: jsonb(),
  at: moment('at').notNull(),
  causedBy: text('caused_by', { enum: ['customer', 'vendor'] }).notNull(),
  resolvedAt: moment('resolved_at'),
});

export const schemaRefreshes = pgTable('schema_refreshes', {
  connectionId: uuid('connection_id').primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  runId: uuid('run_id').notNull(),
  state: text({ enum: ['running', 'done', 'failed'] }).notNull(),
  leaseUntil: moment('lease_until').notNull(),
  objectTypes: text('object_types').array().notNull(),
  progress: jsonb().notNull(),
  result: jsonb(),
  error: jsonb(),
  startedAt: moment('started_at').notNull(),
  finishedAt: moment('finished_at'),
});
