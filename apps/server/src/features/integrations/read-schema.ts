import type { ObjectSchema, schemaSummaryList } from '@partneros/contract/integrations';
import type { z } from 'zod';
import { sha256 } from '../../kernel/crypto/tokens.ts';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { notFound } from '../../kernel/http/problem.ts';
import { findSchemaStamp, findSchemaText, listSchemas } from './schema-store.ts';
import { completeText, parseSchemaText } from './schema-text.ts';
import { findConnection } from './store.ts';

/** The summary of everything discovered. */
export async function readSchemaSummary(
  tx: OrganizationTransaction,
  connectionId: string,
  now: Date,
): Promise<z.infer<typeof schemaSummaryList>> {
  if (!(await findConnection(tx, connectionId))) throw notFound('Connection');
  const rows = await listSchemas(tx, connectionId);
  return {
    objects: rows.map((row) => ({
      objectType: row.objectType,
      label: row.label,
      custom: row.custom,
      fieldCount: row.fieldCount,
      schemaHash: row.schemaHash,
      discoveredAt: row.discoveredAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      isExpired: row.expiresAt <= now,
    })),
  };
}

/** One object's answer as text with a strong ETag; `text: null` when the client has it already. */
export async function readSchemaText(
  tx: OrganizationTransaction,
  asked: { connectionId: string; objectType: string; ifNoneMatch: string | null; now: Date },
): Promise<{ etag: string; text: string | null }> {
  const { connectionId, objectType, ifNoneMatch, now } = asked;
  if (ifNoneMatch !== null) {
    const stamp = await findSchemaStamp(tx, connectionId, objectType);
    const etag = stamp && etagOf(stamp.stamp, stamp, now);
    if (etag !== null && matches(ifNoneMatch, etag)) {
      return { etag, text: null };
    }
  }
  const found = await findSchemaText(tx, connectionId, objectType);
  if (!found) throw notFound('Schema');
  const { stamp, body } = found;
  return { etag: etagOf(stamp, found, now), text: completeText(body, found, now) };
}

/** One object's schema as a value; null when it was not discovered. */
export async function findObjectSchema(
  tx: OrganizationTransaction,
  connectionId: string,
  objectType: string,
  now: Date,
): Promise<ObjectSchema | null> {
  const found = await findSchemaText(tx, connectionId, objectType);
  return found ? parseSchemaText(found.body, found, now) : null;
}

/**
 * Whether the client holds what the ETag stands for. Compared weakly (RFC 9110, 13.1.2): a proxy that
 * packs answers hands our validator on with `W/` before it.
 */
function matches(ifNoneMatch: string, etag: string): boolean {
  const held = ifNoneMatch.split(',').map((one) => one.trim().replace(/^W\//, ''));
  return held.includes(etag) || held.includes('*');
}

/** Of everything that the bytes depend on. */
function etagOf(stamp: string, times: { discoveredAt: Date; expiresAt: Date }, now: Date): string {
  const parts = [
    stamp,
    times.discoveredAt.toISOString(),
    times.expiresAt.toISOString(),
    String(times.expiresAt <= now),
  ];
  return `"${sha256(parts.join('|')).slice(0, 32)}"`;
}
