/**
 * The one row about this installation: do these keys belong to the database, where does it stand,
 * what are its keyed hashes made with.
 */
import { z } from 'zod';
import { ConfigurationError } from '../kernel/config.ts';
import { createKeyedHash, type KeyedHash } from '../kernel/crypto/keyed-hash.ts';
import { keyCheckValue, type SecretBox } from '../kernel/crypto/secret-box.ts';
import { randomToken } from '../kernel/crypto/tokens.ts';
import type { Database } from '../kernel/db/database.ts';
import { newId } from '../kernel/ids.ts';
import type { Installation } from '../kernel/quarantine.ts';

const rows = z.tuple([z.object({ encryption_key_check: z.string() })]);
const hashKeys = z.tuple([z.object({ id: z.string(), hash_key_sealed: z.string().nullable() })]);

/**
 * Its first start writes a check value of the encryption key; a later start with another key stops,
 * because every stored secret would be lost to it.
 * @throws ConfigurationError when none of the keys is the one the database was made with
 */
export async function checkInstance(
  database: Database,
  encryptionKeys: readonly string[],
): Promise<void> {
  const checks = encryptionKeys.map(keyCheckValue);
  await database.lookUp({
    name: 'make-instance',
    text: 'insert into instance (id, encryption_key_check) values ($1, $2) on conflict do nothing',
    values: [newId(), checks[0]],
  });
  const found = await database.lookUp({
    name: 'read-instance',
    text: 'select encryption_key_check from instance',
    values: [],
  });
  const [{ encryption_key_check: stored }] = rows.parse(found);
  if (checks.includes(stored)) return;
  throw new ConfigurationError(
    'ENCRYPTION_KEY is not the one that this database was made with: its stored tokens could not be read.',
  );
}

/**
 * Notes where the installation stands, at its first start, and its first public address when it had
 * none before: what has not moved and only now gets an address is no copy.
 */
export async function recordInstallation(
  database: Database,
  { publicUrl, place }: Installation,
): Promise<void> {
  await database.lookUp({
    name: 'record-installation',
    text: `update instance set public_url = $1, place = $2, placed_at = coalesce(placed_at, now())
      where restored_at is null and (placed_at is null or (public_url is null and place = $2))`,
    values: [publicUrl, place],
  });
}

/** From now on the installation stands here: ends a quarantine. */
export async function adoptInstallation(
  database: Database,
  { publicUrl, place }: Installation,
): Promise<void> {
  await database.lookUp({
    name: 'adopt-installation',
    text: 'update instance set public_url = $1, place = $2, placed_at = now(), restored_at = null',
    values: [publicUrl, place],
  });
}

/** What keyed hashes are made with: made once, the same for good, whatever the encryption key. */
export async function openKeyedHash(database: Database, box: SecretBox): Promise<KeyedHash> {
  const [row] = await readHashKey(database);
  const place = {
    table: 'instance',
    column: 'hash_key_sealed',
    organizationId: 'none',
    rowId: row.id,
  };
  if (row.hash_key_sealed === null) {
    await database.lookUp({
      name: 'make-hash-key',
      text: 'update instance set hash_key_sealed = $1 where hash_key_sealed is null',
      values: [box.seal(place, randomToken())],
    });
  }
  const [{ hash_key_sealed: sealed }] = await readHashKey(database);
  return createKeyedHash(box.open(place, sealed ?? ''));
}

async function readHashKey(database: Database) {
  const found = await database.lookUp({
    name: 'read-hash-key',
    text: 'select id, hash_key_sealed from instance',
    values: [],
  });
  return hashKeys.parse(found);
}
