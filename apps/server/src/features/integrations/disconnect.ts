import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { notFound } from '../../kernel/http/problem.ts';
import { describeError } from '../../kernel/logger.ts';
import { recordAudit } from '../audit/index.ts';
import { clientOf } from './access.ts';
import type { IntegrationParts } from './parts.ts';
import { secretsOf } from './secrets.ts';
import { type ConnectionChanges, lockConnection, updateConnection } from './store.ts';
import type { ConnectionRow } from './tables.ts';
import { tellChanged } from './tell-changes.ts';

const revokeMilliseconds = 10_000;

/**
 * Erases the tokens, then asks the CRM to revoke them (best effort). The connection, its schemas and
 * mappings stay; connecting the same account revives it. Doing it again changes nothing.
 */
export async function disconnect(
  parts: IntegrationParts,
  scope: OrganizationScope,
  connectionId: string,
  requestId: string,
): Promise<void> {
  const before = await parts.database.withOrganization(scope, async (tx) => {
    const row = await lockConnection(tx, connectionId);
    if (!row) throw notFound('Connection');
    if (row.status === 'disconnected') return null;
    await updateConnection(tx, connectionId, withoutGrant(row));
    await recordAudit(tx, {
      action: 'connection.disconnected',
      target: { type: 'connection', id: connectionId },
      details: { platform: row.platform, accountId: row.accountId },
      requestId,
    });
    await tellChanged(tx, connectionId);
    return row;
  });
  if (before) await revoke(parts, before);
}

/** A connection as it is after a disconnect: known, without anything to call the CRM with. */
export function withoutGrant(row: ConnectionRow): ConnectionChanges {
  return {
    status: 'disconnected',
    statusReason: null,
    accessTokenSealed: null,
    refreshTokenSealed: null,
    accessExpiresAt: null,
    refreshLeaseUntil: null,
    refreshSentAt: null,
    refreshInDoubt: false,
    tokenVersion: row.tokenVersion + 1,
    epoch: row.epoch + 1,
  };
}

async function revoke(parts: IntegrationParts, row: ConnectionRow): Promise<void> {
  // The key is the customer's own and may serve others: erased here, ended only by them.
  if (row.grantKind === 'service_key') return;
  const secrets = secretsOf(parts.box, row);
  try {
    const tokens = {
      accessToken: secrets.open('connections.access_token_sealed', row.accessTokenSealed),
      refreshToken: secrets.open('connections.refresh_token_sealed', row.refreshTokenSealed),
    };
    if (tokens.accessToken === null && tokens.refreshToken === null) return;
    const signal = AbortSignal.timeout(revokeMilliseconds);
    await parts.vendors[row.platform].revokeGrant(clientOf(parts, row), tokens, signal);
  } catch (error) {
    parts.log.warn('Revoking failed', { connectionId: row.id, ...describeError(error) });
  }
}
