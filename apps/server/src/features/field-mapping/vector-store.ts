/** SQL of stored vectors: bytes by engine and content hash (spec decisions, “Vectors”). */
import { z } from 'zod';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';

/** Bytes by content hash. */
export type StoredVectors = ReadonlyMap<string, Uint8Array>;

const row = z.object({ hash: z.string(), vector: z.instanceof(Uint8Array) });

/** Those of the wanted vectors that are there, in one query. */
export async function findVectors(
  tx: OrganizationTransaction,
  engine: string,
  hashes: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const rows = await tx.query({
    name: 'field-vectors-find',
    text: `select content_hash as hash, vector from field_vectors
      where engine = $1 and content_hash = any($2::text[])`,
    values: [engine, hashes],
  });
  return new Map(rows.map((one) => row.parse(one)).map(({ hash, vector }) => [hash, vector]));
}

/** Vectors of 16 KiB at most make messages of some 8 MiB. */
const mostRows = 256;

/** Adds what is not there yet. In order of the hashes, so that two at once do not block each other. */
export async function addVectors(
  tx: OrganizationTransaction,
  engine: string,
  vectors: StoredVectors,
): Promise<void> {
  const sorted = [...vectors].sort(([a], [b]) => (a < b ? -1 : 1));
  for (let start = 0; start < sorted.length; start += mostRows) {
    await insert(tx, engine, sorted.slice(start, start + mostRows));
  }
}

/** Bytes travel as hexadecimal text: the two drivers write arrays of bytes in different ways. */
async function insert(
  tx: OrganizationTransaction,
  engine: string,
  rows: readonly (readonly [string, Uint8Array])[],
): Promise<void> {
  await tx.query({
    name: 'field-vectors-add',
    text: `insert into field_vectors (organization_id, engine, content_hash, vector)
      select $1::uuid, $2, made.hash, decode(made.vector, 'hex')
      from unnest($3::text[], $4::text[]) as made (hash, vector)
      on conflict do nothing`,
    values: [
      tx.scope.organizationId,
      engine,
      rows.map(([hash]) => hash),
      rows.map(([, bytes]) => Buffer.from(bytes).toString('hex')),
    ],
  });
}
