/** The audit log as it would look had it been written earlier. */
import { hashLine, sealHead } from '../src/features/audit/chain.ts';
import { openHead } from '../src/features/audit/lock-head.ts';
import { findCountedHead, listChain } from '../src/features/audit/store.ts';
import { createSecretBox } from '../src/kernel/crypto/secret-box.ts';
import { systemScope } from '../src/kernel/db/scope.ts';
import type { TestApp } from './harness.ts';
import { testSecrets } from './secrets.ts';

/** Makes the first lines older, as the program would have written them then. */
export async function ageLines(
  t: TestApp,
  id: string,
  { count, days }: { count: number; days: number },
): Promise<void> {
  const box = createSecretBox(testSecrets.encryptionKeys);
  const [rows, stored] = await t.app.database.withOrganization(
    systemScope(id, 'test'),
    async (tx) => {
      return [await listChain(tx, 0, 1000), await findCountedHead(tx)] as const;
    },
  );
  const key = stored && openHead(box, id, stored);
  if (!key) throw new Error('The chain has no key.');
  let hash = '';
  for (const row of rows) {
    const at = new Date(row.at.getTime() - (row.seq <= count ? days * 24 * 3600_000 : 0));
    hash = hashLine(key, id, hash, { ...row, at });
    const text = 'update audit_log set at = $2, hash = $3 where id = $1';
    await t.db.asOwner(text, [row.id, at, hash]);
  }
  const seal = sealHead(key, id, { ...stored, hash });
  await t.db.asOwner('update audit_heads set hash = $2, seal = $3 where organization_id = $1', [
    id,
    hash,
    seal,
  ]);
}
