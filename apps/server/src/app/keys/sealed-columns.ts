/**
 * Every column that holds something sealed with ENCRYPTION_KEY, for `rotate-keys`. A test compares
 * the list with the database: a column named `…_sealed` that is missing here fails it.
 */

export interface SealedColumn {
  table: string;
  column: string;
  /** The scope that reaches the table: a tenant's, the identity scope, or none (one row for all). */
  scope: 'organization' | 'identity' | 'instance';
  /** The column whose value is the place's organization; null where the place says `none`. */
  organization: string | null;
  /** The primary key, which is the place's row too. */
  key: string;
}

function ofTenant(table: string, ...columns: string[]): SealedColumn[] {
  return columns.map((column) => ({
    table,
    column,
    scope: 'organization',
    organization: 'organization_id',
    key: 'id',
  }));
}

export const sealedColumns: readonly SealedColumn[] = [
  ...ofTenant('connections', 'access_token_sealed', 'refresh_token_sealed', 'client_secret_sealed'),
  ...ofTenant('oauth_states', 'client_secret_sealed', 'code_verifier_sealed'),
  ...ofTenant('privacy_requests', 'email_sealed', 'content_sealed'),
  ...ofTenant('idempotency_keys', 'answer_sealed'),
  ...ofTenant('sso_providers', 'client_secret_sealed'),
  ...ofTenant('sso_requests', 'content_sealed'),
  {
    table: 'audit_heads',
    column: 'key_sealed',
    scope: 'organization',
    organization: 'organization_id',
    key: 'organization_id',
  },
  ...['secret_sealed', 'backup_codes_sealed'].map(
    (column): SealedColumn => ({
      table: 'second_factors',
      column,
      scope: 'identity',
      organization: null,
      key: 'user_id',
    }),
  ),
  {
    table: 'mails',
    column: 'content_sealed',
    scope: 'identity',
    organization: 'organization_id',
    key: 'id',
  },
  {
    table: 'instance',
    column: 'hash_key_sealed',
    scope: 'instance',
    organization: null,
    key: 'id',
  },
];
