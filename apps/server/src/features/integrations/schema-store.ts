/** SQL of discovered schemas and drift. */
import type { DriftEntry } from '@partneros/contract/integrations';
import { and, asc, desc, eq, getTableColumns, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import { driftEvents, objectSchemas } from './tables.ts';

export type SchemaRow = typeof objectSchemas.$inferSelect;
export type DriftRow = typeof driftEvents.$inferSelect;

const textRow = z.object({
  stamp: z.string(),
  body: z.string(),
  discoveredAt: z.date(),
  expiresAt: z.date(),
});
const bodyText = `select schema_hash || ':' || details_hash as stamp, body, discovered_at as "discoveredAt", expires_at as "expiresAt"
  from object_schemas where connection_id = $1 and object_type = $2`;
const stampText = `select schema_hash || ':' || details_hash as stamp,
    discovered_at as "discoveredAt", expires_at as "expiresAt"
  from object_schemas where connection_id = $1 and object_type = $2`;
const stampRow = z.object({ stamp: z.string(), discoveredAt: z.date(), expiresAt: z.date() });

/** The ready text of one object's answer, read with nothing else. */
export async function findSchemaText(
  tx: OrganizationTransaction,
  connectionId: string,
  objectType: string,
): Promise<z.infer<typeof textRow> | null> {
  const [row] = await tx.query({
    name: 'schema-text',
    text: bodyText,
    values: [connectionId, objectType],
  });
  return row ? textRow.parse(row) : null;
}

/** What the answer's ETag is made of, without its text. */
export async function findSchemaStamp(
  tx: OrganizationTransaction,
  connectionId: string,
  objectType: string,
): Promise<z.infer<typeof stampRow> | null> {
  const [row] = await tx.query({
    name: 'schema-stamp',
    text: stampText,
    values: [connectionId, objectType],
  });
  return row ? stampRow.parse(row) : null;
}

export async function listSchemas(
  tx: OrganizationTransaction,
  connectionId: string,
): Promise<Omit<SchemaRow, 'body'>[]> {
  return tx.orm
    .select(withoutText(getTableColumns(objectSchemas)))
    .from(objectSchemas)
    .where(eq(objectSchemas.connectionId, connectionId))
    .orderBy(asc(objectSchemas.objectType))
    .limit(500);
}

/** Schemas with their text, for comparing with what was read now. */
export async function listSchemasWithText(
  tx: OrganizationTransaction,
  connectionId: string,
): Promise<SchemaRow[]> {
  return tx.orm
    .select()
    .from(objectSchemas)
    .where(eq(objectSchemas.connectionId, connectionId))
    .limit(500);
}

export async function saveSchema(
  tx: OrganizationTransaction,
  schema: Omit<typeof objectSchemas.$inferInsert, 'id' | 'organizationId'>,
): Promise<void> {
  await tx.orm
    .insert(objectSchemas)
    .values({ ...schema, id: newId(), organizationId: tx.scope.organizationId })
    .onConflictDoUpdate({
      target: [objectSchemas.organizationId, objectSchemas.connectionId, objectSchemas.objectType],
      set: schema,
    });
}

/** An object that has not changed is as good as read now. */
export async function touchSchema(
  tx: OrganizationTransaction,
  connectionId: string,
  objectType: string,
  times: { discoveredAt: Date; expiresAt: Date; validator?: string | null },
): Promise<void> {
  await tx.orm
    .update(objectSchemas)
    .set(times)
    .where(
      and(eq(objectSchemas.connectionId, connectionId), eq(objectSchemas.objectType, objectType)),
    );
}

export async function totalsOf(
  tx: OrganizationTransaction,
  connectionId: string,
): Promise<{ objectCount: number; totalFields: number; expiresAt: Date | null }> {
  const [row] = await tx.orm
    .select({
      objectCount: sql<number>`count(*)::int`,
      totalFields: sql<number>`coalesce(sum(${objectSchemas.fieldCount}), 0)::int`,
      expiresAt: sql<Date | null>`min(${objectSchemas.expiresAt})`.mapWith(objectSchemas.expiresAt),
    })
    .from(objectSchemas)
    .where(eq(objectSchemas.connectionId, connectionId));
  return row ?? { objectCount: 0, totalFields: 0, expiresAt: null };
}

export async function insertDrift(
  tx: OrganizationTransaction,
  connectionId: string,
  entries: readonly (DriftEntry & { causedBy: 'customer' | 'vendor' })[],
  at: Date,
): Promise<void> {
  if (entries.length === 0) return;
  await tx.orm.insert(driftEvents).values(
    entries.map((entry) => ({
      id: newId(),
      organizationId: tx.scope.organizationId,
      connectionId,
      ...entry,
      at,
    })),
  );
}

/** Drift, newest first; one more than the limit. */
export async function listDriftRows(
  tx: OrganizationTransaction,
  connectionId: string,
  page: { after: string | null; limit: number },
): Promise<DriftRow[]> {
  return tx.orm
    .select()
    .from(driftEvents)
    .where(
      and(
        eq(driftEvents.connectionId, connectionId),
        page.after === null ? undefined : lt(driftEvents.id, page.after),
      ),
    )
    .orderBy(desc(driftEvents.id))
    .limit(page.limit + 1);
}

function withoutText<Columns extends { body: unknown }>(columns: Columns): Omit<Columns, 'body'> {
  const others: Partial<Columns> = { ...columns };
  delete others.body;
  return others as Omit<Columns, 'body'>; // what was left out is exactly `body`
}
