/**
 * Does this database belong to these keys? Its first start writes a check value of the encryption
 * key; a later start with another key stops, because every stored secret would be lost to it.
 */
import { z } from 'zod';
import { ConfigurationError } from '../kernel/config.ts';
import { keyCheckValue } from '../kernel/crypto/secret-box.ts';
import type { Database } from '../kernel/db/database.ts';
import { newId } from '../kernel/ids.ts';

const rows = z.tuple([z.object({ encryption_key_check: z.string() })]);

/** @throws ConfigurationError when none of the keys is the one the database was made with */
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
