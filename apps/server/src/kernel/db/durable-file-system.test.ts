import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { durability } from './durable-file-system.ts';
import { startPglite } from './pglite.ts';

// The embedded database does not depend on which one the suite runs on: once is enough.
it.runIf(process.env.TEST_DATABASE !== 'postgres')(
  'the embedded database syncs to disk at least once per commit, and keeps what it committed',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'partneros-durable-'));
    try {
      const pglite = await startPglite(folder);
      await pglite.exec('create table kept (id int primary key)');
      for (let id = 1; id <= 10; id += 1) {
        const before = durability.fsyncCalls;
        await pglite.transaction((tx) => tx.query('insert into kept values ($1)', [id]));
        expect(durability.fsyncCalls, `commit ${id}`).toBeGreaterThan(before);
      }
      const reading = durability.fsyncCalls;
      await pglite.query('select * from kept');
      expect(durability.fsyncCalls).toBe(reading);
      await pglite.close();

      const again = await startPglite(folder);
      const { rows } = await again.query<{ count: number }>(
        'select count(*)::int as count from kept',
      );
      expect(rows).toEqual([{ count: 10 }]);
      await again.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
