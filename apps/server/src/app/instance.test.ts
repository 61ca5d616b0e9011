import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { keyCheckValue } from '../kernel/crypto/secret-box.ts';
import { checkInstance } from './instance.ts';

const [first = '', second = '', third = ''] = [1, 2, 3].map((byte) =>
  Buffer.alloc(32, byte).toString('base64'),
);
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

it('a database remembers the key of its first start, without the key', async () => {
  await checkInstance(db.database, [first]);
  const rows = await db.asOwner('select * from instance');
  expect(rows).toMatchObject([{ encryption_key_check: keyCheckValue(first) }]);
  expect(JSON.stringify(rows)).not.toContain(first);
});

it('it is opened by any list that holds that key', async () => {
  await checkInstance(db.database, [first]);
  await checkInstance(db.database, [second, first]);
});

it('it is refused to every other key, and stays as it is', async () => {
  await expect(checkInstance(db.database, [second, third])).rejects.toThrow(
    /^ENCRYPTION_KEY is not the one/,
  );
  await checkInstance(db.database, [first]);
});
