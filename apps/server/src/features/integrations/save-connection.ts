import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { CrmAccount, Grant, OAuthClient } from '../../vendors/port.ts';
import { recordAudit } from '../audit/index.ts';
import { refreshSchemaJob } from './jobs.ts';
import type { IntegrationParts } from './parts.ts';
import { secretsOf } from './secrets.ts';
import { findByAccount, insertConnection, updateConnection } from './store.ts';
import type { ConnectionRow, GrantKind } from './tables.ts';
import { tellChanged } from './tell-changes.ts';

export interface ArrivedGrant {
  platform: ConnectionRow['platform'];
  environment: ConnectionRow['environment'];
  kind: GrantKind;
  /** The connection that is being reconnected; another account is then refused. */
  expected: string | null;
  /** Whether the client was entered for this connection and is stored with it. */
  own: boolean;
  client: OAuthClient;
  grant: Grant;
  account: CrmAccount;
  requestId: string;
}

/**
 * Stores a new grant: on the connection of the same CRM account when there is one (it revives),
 * else on a new one. Queues the first discovery and writes the audit line with it.
 * @returns the connection's id, or null when another account was expected; then nothing is stored
 */
export async function saveConnection(
  parts: IntegrationParts,
  tx: OrganizationTransaction,
  arrived: ArrivedGrant,
): Promise<string | null> {
  const { platform, environment, kind, expected, account, requestId } = arrived;
  const existing = await findByAccount(tx, platform, account.accountId);
  if (expected !== null && existing?.id !== expected) return null;
  const { organizationId } = tx.scope;
  const id = existing?.id ?? newId();
  const values = valuesOf(parts, { id, organizationId }, arrived);
  if (existing) {
    await updateConnection(tx, id, {
      ...values,
      tokenVersion: existing.tokenVersion + 1,
      epoch: existing.epoch + 1,
    });
  } else {
    const inserted = await insertConnection(tx, {
      ...values,
      id,
      organizationId,
      platform,
      accountId: account.accountId,
      objectTypes: [...parts.vendors[platform].defaultObjectTypes],
    });
    // Two connects of one account came back at the same moment: this one revives the other's.
    if (!inserted) return saveConnection(parts, tx, arrived);
  }
  await recordAudit(tx, {
    action: existing ? 'connection.reconnected' : 'connection.connected',
    target: { type: 'connection', id },
    details: { platform, environment, grant: kind },
    requestId,
  });
  await tellChanged(tx, id);
  await parts.jobs.enqueue(tx, refreshSchemaJob, { organizationId, connectionId: id }, { key: id });
  return id;
}

function valuesOf(
  parts: IntegrationParts,
  row: { id: string; organizationId: string },
  { environment, kind, own, client, grant, account }: ArrivedGrant,
) {
  const secrets = secretsOf(parts.box, row);
  const expires = grant.expiresInSeconds;
  return {
    environment,
    grantKind: kind,
    status: 'active' as const,
    statusReason: null,
    loginUrl: client.loginUrl,
    apiUrl: client.apiUrl,
    reach: client.reach,
    clientId: own ? client.clientId : null,
    clientSecretSealed: own
      ? secrets.seal('connections.client_secret_sealed', client.clientSecret)
      : null,
    instanceUrl: grant.instanceUrl,
    accountName: account.accountName,
    connectedAs: account.connectedAs,
    scopes: grant.scopes,
    accessTokenSealed: secrets.seal('connections.access_token_sealed', grant.accessToken),
    refreshTokenSealed: secrets.sealNullable(
      'connections.refresh_token_sealed',
      grant.refreshToken,
    ),
    accessExpiresAt:
      expires === null ? null : new Date(parts.clock.now().getTime() + expires * 1000),
    refreshLeaseUntil: null,
    refreshSentAt: null,
    refreshInDoubt: false,
    failuresInARow: 0,
    lastErrorAt: null,
    lastErrorMessage: null,
  };
}
