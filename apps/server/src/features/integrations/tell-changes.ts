/** What people and open screens are told about a connection. */
import type { RefreshResult } from '@partneros/contract/integrations';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { tellEvent } from '../events/index.ts';
import type { IntegrationParts } from './parts.ts';
import { findConnection } from './store.ts';
import type { ConnectionRow } from './tables.ts';

const pageOf = (connectionId: string) => `/settings/integrations/${connectionId}`;

export async function tellChanged(
  tx: OrganizationTransaction,
  connectionId: string,
): Promise<void> {
  await tellEvent(tx, { name: 'connection.changed', data: { connectionId } });
}

/** Only a person can mend it. */
export async function tellNeedsAttention(
  { notify }: Pick<IntegrationParts, 'notify'>,
  tx: OrganizationTransaction,
  { id, platform }: Pick<ConnectionRow, 'id' | 'platform'>,
  sentence: string,
): Promise<void> {
  await notify(tx, {
    kind: 'connection_needs_attention',
    details: { platform, sentence },
    path: pageOf(id),
  });
}

/** A schema was read: screens read it anew, and people hear of changed fields that mappings use. */
export async function tellDiscovered(
  parts: Pick<IntegrationParts, 'notify' | 'mappedFields'>,
  tx: OrganizationTransaction,
  connectionId: string,
  { drift }: RefreshResult,
): Promise<void> {
  await tellEvent(tx, { name: 'schema.refreshed', data: { connectionId } });
  if (drift.length === 0) return;
  const mapped = await parts.mappedFields(tx, connectionId);
  const hits = drift.filter(({ objectType, field }) => mapped.get(objectType)?.has(field));
  const [first] = hits;
  const connection = await findConnection(tx, connectionId);
  if (!first || !connection) return;
  await parts.notify(tx, {
    kind: 'schema_drift',
    details: {
      platform: connection.platform,
      fields: hits.length,
      example: `${first.objectType}.${first.field}`,
    },
    path: `${pageOf(connectionId)}/schema`,
  });
}
