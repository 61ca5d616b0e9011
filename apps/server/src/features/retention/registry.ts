/**
 * How long the rows of each table stay. A test compares this list with the database: a table that is
 * missing here fails it.
 */
import type { RetentionSubject } from '@partneros/contract/retention';

/**
 * - `kept`: as long as what it belongs to; the reason says why.
 * - `organization`: days that the organization sets, counted from a column.
 * - `installation`: days that are the same for all.
 * - `elsewhere`: another part of the program ends it.
 */
export type Retention =
  | { kind: 'kept'; reason: string }
  | { kind: 'organization'; subject: RetentionSubject; column: string; scope: Scope; only?: string }
  | { kind: 'installation'; days: number; column: string; scope: Scope; only?: string }
  | { kind: 'elsewhere'; reason: string };

/** Which way to the database reaches the table. */
export type Scope = 'organization' | 'identity' | 'instance';

const kept = (reason: string): Retention => ({ kind: 'kept', reason });
const withItsOwner = kept('Goes with what it belongs to.');

export const retentionOfTables: Readonly<Record<string, Retention>> = {
  organizations: kept('Until it is deleted; thirty days later all its rows go.'),
  users: kept('Until the person is erased.'),
  accounts: withItsOwner,
  members: withItsOwner,
  roles: withItsOwner,
  portal_links: withItsOwner,
  partners: kept('Business data of the organization.'),
  contacts: kept('Business data of the organization.'),
  connections: kept('Business data of the organization.'),
  mappings: kept('Business data of the organization.'),
  object_schemas: withItsOwner,
  schema_refreshes: withItsOwner,
  field_vectors: kept('Counts of words per field, by content; no history.'),
  suppressions: kept('Must outlast the person’s data, or an import would bring it back.'),
  retention_settings: withItsOwner,
  service_accounts: kept('Until somebody deletes them; their tokens end by themselves.'),
  files: kept('Business data of the organization.'),
  sso_domains: kept('Business data of the organization.'),
  sso_providers: kept('Business data of the organization.'),
  sso_identities: withItsOwner,
  second_factors: withItsOwner,
  notification_preferences: withItsOwner,
  audit_heads: withItsOwner,
  instance: kept('One row.'),
  schema_migrations: kept('The ledger of migrations.'),
  audit_log: {
    kind: 'elsewhere',
    reason: 'As the organization sets it, by pruneAudit: whole, from the oldest on.',
  },
  drift_events: {
    kind: 'organization',
    subject: 'driftDays',
    column: 'at',
    scope: 'organization',
  },
  mails: {
    kind: 'organization',
    subject: 'mailDays',
    column: 'created_at',
    scope: 'identity',
    // What is still to go out stays.
    only: `state in ('sent', 'failed', 'uncertain')`,
  },
  sessions: { kind: 'installation', days: 1, column: 'expires_at', scope: 'identity' },
  verifications: { kind: 'installation', days: 1, column: 'expires_at', scope: 'identity' },
  oauth_states: { kind: 'installation', days: 1, column: 'expires_at', scope: 'organization' },
  privacy_requests: {
    kind: 'installation',
    days: 400,
    column: 'created_at',
    scope: 'organization',
    only: `state <> 'queued'`,
  },
  sso_requests: { kind: 'installation', days: 1, column: 'expires_at', scope: 'organization' },
  sso_assertions: { kind: 'installation', days: 1, column: 'expires_at', scope: 'organization' },
  notifications: { kind: 'installation', days: 90, column: 'created_at', scope: 'organization' },
  // Those that wait too: sent again, they would have begun anew.
  invitations: { kind: 'installation', days: 30, column: 'expires_at', scope: 'organization' },
  notification_digests: withItsOwner,
  account_requests: { kind: 'elsewhere', reason: 'Swept each hour by identity.sweep.' },
  sign_in_challenges: { kind: 'elsewhere', reason: 'Swept each hour by identity.sweep.' },
  sign_in_delays: { kind: 'elsewhere', reason: 'Swept each hour by identity.sweep.' },
  idempotency_keys: { kind: 'elsewhere', reason: 'Forgotten each hour, after 24 hours.' },
  heartbeats: { kind: 'installation', days: 1, column: 'beat_at', scope: 'instance' },
  rate_limits: {
    kind: 'elsewhere',
    reason: 'Counters of a minute; the limiter clears those that have ended.',
  },
};
