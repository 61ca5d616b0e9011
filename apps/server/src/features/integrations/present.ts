/** From rows to what crosses the wire, every member written out. */
import type { Connection } from '@partneros/contract/integrations';
import type { ConnectionRow } from './tables.ts';

/** What the status is made of: no tokens, no client. */
export type StatusRow = Pick<
  ConnectionRow,
  | 'id'
  | 'platform'
  | 'status'
  | 'environment'
  | 'instanceUrl'
  | 'accountId'
  | 'accountName'
  | 'connectedAs'
  | 'lastSyncAt'
  | 'lastErrorAt'
  | 'lastErrorMessage'
  | 'apiUsed'
  | 'apiLimit'
  | 'apiResetsAt'
  | 'objectCount'
  | 'totalFields'
  | 'schemaExpiresAt'
  | 'createdAt'
>;

const iso = (moment: Date | null) => moment?.toISOString() ?? null;

export function presentConnection(row: StatusRow, now: Date): Connection {
  return {
    id: row.id,
    platform: row.platform,
    status: row.status,
    instanceUrl: row.instanceUrl,
    lastSyncAt: iso(row.lastSyncAt),
    lastErrorAt: iso(row.lastErrorAt),
    lastErrorMessage: row.lastErrorMessage,
    createdAt: row.createdAt.toISOString(),
    schemaStats: {
      objectCount: row.objectCount,
      totalFields: row.totalFields,
      lastDiscoveredAt: iso(row.lastSyncAt),
      expiresAt: iso(row.schemaExpiresAt),
      isExpired: row.schemaExpiresAt !== null && row.schemaExpiresAt <= now,
    },
    accountId: row.accountId,
    accountName: row.accountName,
    environment: row.environment,
    connectedAs: row.connectedAs,
    apiUsage:
      row.apiUsed === null || row.apiLimit === null
        ? null
        : { used: row.apiUsed, limit: row.apiLimit, resetsAt: iso(row.apiResetsAt) },
    recordSync: { lastInboundAt: null, lastOutboundAt: null, pending: 0, failed: 0, state: 'off' },
  };
}
