/** What calls to the CRM tell about a connection: errors in a row, a lost grant, success again. */
import type { ApiUsage } from '@partneros/contract/integrations';
import { sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { recordAudit } from '../audit/index.ts';
import type { IntegrationParts } from './parts.ts';
import { type ConnectionChanges, lockConnection, updateConnection } from './store.ts';
import type { ConnectionRow } from './tables.ts';
import { tellChanged, tellNeedsAttention } from './tell-changes.ts';

/** So many failures in a row that no retry cured make a connection's status `error` (spec 02). */
const failuresUntilError = 5;

/** Why a grant is of no use any more, and what people are told. */
const endings = {
  revoked: {
    status: 'reauth_required',
    action: 'connection.reauth_required',
    message: 'The CRM no longer accepts this connection. Reconnect it.',
  },
  token_lost_in_transit: {
    status: 'reauth_required',
    action: 'connection.reauth_required',
    message: 'A token refresh was cut off and the CRM has withdrawn the connection. Reconnect it.',
  },
  // A refreshed sandbox is another org.
  other_account: {
    status: 'error',
    action: 'connection.failing',
    message: 'This is another org than the one that was connected. Reconnect it.',
  },
} as const;

export type GrantEnding = keyof typeof endings;

/**
 * The grant of this token version is of no use any more: its tokens are erased, so that calls stop
 * until a person reconnects, and it is told. Does nothing when newer tokens have come meanwhile.
 */
export async function endGrant(
  parts: IntegrationParts,
  scope: OrganizationScope,
  connection: ConnectionRow,
  reason: GrantEnding,
): Promise<void> {
  const { id, platform, tokenVersion } = connection;
  const { status, action, message } = endings[reason];
  const ended = await parts.database.withOrganization(scope, async (tx) => {
    const row = await lockConnection(tx, id);
    if (row?.tokenVersion !== tokenVersion || row.status === 'disconnected') return false;
    await updateConnection(tx, id, {
      status,
      statusReason: reason,
      lastErrorAt: sql`now()`,
      lastErrorMessage: message,
      accessTokenSealed: null,
      refreshTokenSealed: null,
      accessExpiresAt: null,
      refreshLeaseUntil: null,
      refreshSentAt: null,
      refreshInDoubt: false,
    });
    await told(tx, row, action, { outcome: 'failed', reason });
    await tellNeedsAttention(parts, tx, row, message);
    return true;
  });
  if (!ended) return;
  parts.metrics.count('partneros_token_refreshes_total', { platform, outcome: reason });
  const fields = { connectionId: id, platform, event: reason };
  parts.log.error('Connection must be authorised again', fields);
}

/** Notes a failure that retries did not cure; the fifth in a row makes the status `error`. */
export async function noteFailure(
  parts: IntegrationParts,
  scope: OrganizationScope,
  connectionId: string,
  message: string,
): Promise<void> {
  await parts.database.withOrganization(scope, async (tx) => {
    const row = await lockConnection(tx, connectionId);
    // Without a grant the connection already says what is wrong, and that a person must mend it.
    if (!row || row.accessTokenSealed === null) return;
    const failuresInARow = row.failuresInARow + 1;
    const turns = row.status === 'active' && failuresInARow >= failuresUntilError;
    await updateConnection(tx, connectionId, {
      failuresInARow,
      lastErrorAt: sql`now()`,
      lastErrorMessage: message,
      ...(turns && { status: 'error' }),
    });
    if (!turns) return;
    await told(tx, row, 'connection.failing', { outcome: 'failed' });
    await tellNeedsAttention(parts, tx, row, message);
  });
}

/** What a success sets back, as part of the success's own transaction. */
export async function noteSuccess(
  tx: OrganizationTransaction,
  connection: ConnectionRow,
  apiUsage: ApiUsage | null,
): Promise<ConnectionChanges> {
  const recovers = connection.status === 'error' && connection.accessTokenSealed !== null;
  if (recovers) await told(tx, connection, 'connection.recovered', { outcome: 'done' });
  return {
    failuresInARow: 0,
    ...(recovers && { status: 'active', statusReason: null }),
    ...(apiUsage && {
      apiUsed: apiUsage.used,
      apiLimit: apiUsage.limit,
      apiResetsAt: apiUsage.resetsAt === null ? null : new Date(apiUsage.resetsAt),
    }),
  };
}

async function told(
  tx: OrganizationTransaction,
  { id, platform }: ConnectionRow,
  action: string,
  { outcome, reason }: { outcome: 'done' | 'failed'; reason?: GrantEnding },
): Promise<void> {
  await recordAudit(tx, {
    action,
    outcome,
    target: { type: 'connection', id },
    details: { platform, ...(reason && { reason }) },
  });
  await tellChanged(tx, id);
}
