/** Vectors of fields: read where they are stored, made and stored where they are not. */
import type { Database } from '../../kernel/db/database.ts';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import type { toMatchField } from '../../schema-matching/index.ts';
import { contentHash, embedField, engine } from '../../schema-matching/index.ts';
import { addVectors, findVectors, type StoredVectors } from './vector-store.ts';

export type MatchField = ReturnType<typeof toMatchField>;

/** The vectors of a side's fields in the built-in engine. */
export async function builtInVectors(
  database: Database,
  scope: OrganizationScope,
  fields: readonly MatchField[],
): Promise<StoredVectors> {
  const byHash = fieldsByHash(fields);
  const found = await database.withOrganization(scope, (tx) =>
    findVectors(tx, engine, [...byHash.keys()]),
  );
  const made = new Map<string, Uint8Array>();
  for (const [hash, field] of byHash) {
    if (!found.has(hash)) made.set(hash, embedField(field));
  }
  if (made.size === 0) return found;
  await database.withOrganization(scope, (tx) => addVectors(tx, engine, made));
  return new Map([...found, ...made]);
}

/** Fields that say the same share one entry. */
export function fieldsByHash(fields: readonly MatchField[]): Map<string, MatchField> {
  return new Map(fields.map((field) => [contentHash(field), field]));
}
