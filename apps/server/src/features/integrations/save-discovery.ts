/** Publishes what was read: schemas, drift, totals and the run's result, in one transaction. */
import type { DriftEntry, RefreshResult } from '@partneros/contract/integrations';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import type { DiscoveredObject } from '../../vendors/port.ts';
import { reconnectFirst } from './access.ts';
import { noteSuccess } from './connection-health.ts';
import type { Discovery } from './discover-objects.ts';
import { diffFields } from './schema-diff.ts';
import { detailsHash, schemaHash } from './schema-hash.ts';
import {
  insertDrift,
  listSchemasWithText,
  type SchemaRow,
  saveSchema,
  totalsOf,
  touchSchema,
} from './schema-store.ts';
import { parseSchemaText, schemaText } from './schema-text.ts';
import { lockConnection, updateConnection } from './store.ts';

type CausedDrift = DriftEntry & { causedBy: 'customer' | 'vendor' };

export interface SaveTimes {
  now: Date;
  ttlHours: number;
}

/** @returns the answer of the refresh */
export async function saveDiscovery(
  tx: OrganizationTransaction,
  connectionId: string,
  discovery: Discovery,
  { now, ttlHours }: SaveTimes,
): Promise<RefreshResult> {
  const connection = await lockConnection(tx, connectionId);
  if (!connection || connection.status === 'disconnected') {
    throw reconnectFirst();
  }
  const before = new Map(
    (await listSchemasWithText(tx, connectionId)).map((row) => [row.objectType, row]),
  );
  const times = { discoveredAt: now, expiresAt: new Date(now.getTime() + ttlHours * 3600_000) };
  const drift: CausedDrift[] = [];
  const objects: RefreshResult['objects'] = [];
  const outcomes = inOrder(discovery.outcomes);
  for (const outcome of outcomes) {
    if (outcome.state !== 'read') continue;
    const { objectType, reading } = outcome;
    const known = before.get(objectType) ?? null;
    if (reading.changed) {
      drift.push(...(await saveObject(tx, connectionId, known, reading, times)));
      objects.push({ objectType, fieldCount: reading.object.fields.length });
    } else {
      await touchSchema(tx, connectionId, objectType, times);
      objects.push({ objectType, fieldCount: known?.fieldCount ?? 0 });
    }
  }
  await insertDrift(tx, connectionId, drift, now);
  const { objectCount, totalFields, expiresAt } = await totalsOf(tx, connectionId);
  await updateConnection(tx, connectionId, {
    ...(await noteSuccess(tx, connection, discovery.apiUsage)),
    lastSyncAt: now,
    objectCount,
    totalFields,
    schemaExpiresAt: expiresAt,
    // What was asked for is discovered from now on: added here, so that a failure adds nothing.
    objectTypes: [
      ...new Set([...connection.objectTypes, ...outcomes.map(({ objectType }) => objectType)]),
    ],
  });
  return resultOf(outcomes, objects, drift);
}

/** By name: they arrive as the CRM answered, and the same discovery must read the same twice. */
function inOrder(outcomes: Discovery['outcomes']): Discovery['outcomes'] {
  return [...outcomes].sort((a, b) => (a.objectType < b.objectType ? -1 : 1));
}

async function saveObject(
  tx: OrganizationTransaction,
  connectionId: string,
  known: SchemaRow | null,
  reading: { object: DiscoveredObject; validator: string | null },
  times: { discoveredAt: Date; expiresAt: Date },
): Promise<CausedDrift[]> {
  const { object, validator } = reading;
  const hash = schemaHash(object.fields);
  const details = detailsHash(object);
  if (known?.schemaHash === hash && known.detailsHash === details) {
    await touchSchema(tx, connectionId, object.objectType, { ...times, validator });
    return [];
  }
  await saveSchema(tx, {
    connectionId,
    objectType: object.objectType,
    label: object.label,
    custom: object.custom,
    fieldCount: object.fields.length,
    schemaHash: hash,
    detailsHash: details,
    body: schemaText(object, hash),
    vendorFields: object.vendorFields,
    validator,
    ...times,
  });
  return known && known.schemaHash !== hash ? driftOf(known, object) : [];
}

function driftOf(known: SchemaRow, object: DiscoveredObject): CausedDrift[] {
  const before = parseSchemaText(known.body, known, known.discoveredAt);
  const vendors = new Set([...known.vendorFields, ...object.vendorFields]);
  return diffFields(object.objectType, before.fields, object.fields).map((entry) => ({
    ...entry,
    causedBy: vendors.has(entry.field) ? 'vendor' : 'customer',
  }));
}

function resultOf(
  outcomes: Discovery['outcomes'],
  objects: RefreshResult['objects'],
  drift: readonly CausedDrift[],
): RefreshResult {
  return {
    success: true,
    objects,
    totalFields: objects.reduce((sum, object) => sum + object.fieldCount, 0),
    drift: drift.map(({ causedBy: _cause, ...entry }) => entry),
    skipped: outcomes.flatMap((outcome) =>
      outcome.state === 'skipped'
        ? [{ objectType: outcome.objectType, reason: outcome.reason }]
        : [],
    ),
  };
}
