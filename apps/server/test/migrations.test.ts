/** Migrations: forward over rows that stand already, once, whole, and only those of this program. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Migration,
  migrate,
  type OwnerConnection,
  readMigrations,
} from '../src/kernel/db/migrate.ts';
import { pgliteOwner } from '../src/kernel/db/open.ts';
import { startPgliteInMemory } from '../src/kernel/db/pglite.ts';
import { rowsOf } from '../src/kernel/db/postgres.ts';
import { type OwnerQuery, plantRows, type Row, readTables } from './catalogue.ts';
import { onPostgres } from './database.ts';
import { administer } from './template.ts';

interface EmptyDatabase {
  owner: OwnerConnection;
  query: OwnerQuery;
  url: string | null;
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

let made = 0;

/** A database without any table of ours, as its owner. */
async function createEmpty(): Promise<EmptyDatabase> {
  if (!onPostgres) {
    const pglite = await startPgliteInMemory();
    closers.push(() => pglite.close());
    const query: OwnerQuery = async (text, values) => (await pglite.query<Row>(text, values)).rows;
    return { owner: pgliteOwner(pglite), query, url: null };
  }
  const serverUrl = process.env.TEST_DATABASE_URL ?? '';
  made += 1;
  const name = `partneros_migrations_${process.pid}_${made}`;
  await administer(serverUrl, `drop database if exists ${name}`, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  closers.push(async () => {
    await client.end();
    await administer(serverUrl, `drop database if exists ${name} with (force)`);
  });
  return {
    owner: { run: async (text) => rowsOf(await client.query<Row>(text)) },
    query: async (text, values) => (await client.query<Row>(text, values)).rows,
    url: url.href,
  };
}

/** A statement that brings back a row by all the values it had. */
async function stillThere(query: OwnerQuery, table: string, row: Row): Promise<boolean> {
  const columns = Object.keys(row);
  const [found] = await query(`select ${columns.join(', ')} from ${table} where id = $1`, [row.id]);
  return found !== undefined && JSON.stringify(found) === JSON.stringify(row);
}

describe('migrations', () => {
  it('go forward one by one over rows of every earlier state, which keep all their values', async () => {
    const { owner, query } = await createEmpty();
    const all = readMigrations();
    const kept: { table: string; row: Row }[] = [];
    for (let count = 1; count <= all.length; count += 1) {
      const applied = await migrate(owner, all.slice(0, count));
      expect(applied).toEqual([all[count - 1]?.name]);
      for (const { table, row } of kept) {
        expect(await stillThere(query, table, row), `${table} after ${applied.join()}`).toBe(true);
      }
      const planted = await plantRows(query, await readTables(query));
      for (const [table, row] of planted) if (row.id) kept.push({ table, row });
    }
    expect(new Set(kept.map(({ table }) => table)).size).toBeGreaterThan(8);
  }, 60_000);

  it.runIf(onPostgres)(
    'of three processes started at once on PostgreSQL are applied by one',
    async () => {
      const { query, url } = await createEmpty();
      const open = fileURLToPath(new URL('../src/kernel/db/open.ts', import.meta.url));
      const program = `
      import { migrateServer } from ${JSON.stringify(open)};
      console.log(JSON.stringify(await migrateServer(process.argv[1])));`;
      const start = async () => {
        const { stdout } = await promisify(execFile)(process.execPath, [
          '--input-type=module',
          '--eval',
          program,
          '--',
          url ?? '',
        ]);
        return JSON.parse(stdout) as string[]; // printed by the program above
      };
      const applied = await Promise.all([start(), start(), start()]);
      const names = readMigrations().map(({ name }) => name);
      expect(applied.filter((list) => list.length > 0)).toEqual([names]);
      const ledger = await query('select name from schema_migrations order by name');
      expect(ledger.map(({ name }) => name)).toEqual(names);
    },
  );
});

describe('on a migrated database, migrations', () => {
  const all = readMigrations();
  let migrated: EmptyDatabase;
  const keepOpen: typeof closers = [];

  beforeAll(async () => {
    migrated = await createEmpty();
    keepOpen.push(...closers.splice(0));
    await migrate(migrated.owner);
  });
  afterAll(async () => {
    for (const close of keepOpen) await close();
  });

  const ledger = () => migrated.query('select * from schema_migrations order by name');

  it('do nothing the second time, with rows in all tables', async () => {
    const { owner, query } = migrated;
    await plantRows(query, await readTables(query));
    const before = await ledger();
    expect(before.map(({ name }) => name)).toEqual(all.map(({ name }) => name));
    expect(await migrate(owner)).toEqual([]);
    expect(await ledger()).toEqual(before);
  });

  it('are refused when an applied file was changed, and nothing else is applied', async () => {
    const changed = all.map((migration, index) =>
      index === 1 ? { ...migration, checksum: 'another' } : migration,
    );
    const text = 'create table never_made (id int)';
    const newer: Migration = { name: '9998-newer.sql', text, checksum: 'x' };
    await expect(migrate(migrated.owner, [...changed, newer])).rejects.toThrow(
      `Migration ${all[1]?.name} was changed after it was applied.`,
    );
    expect((await ledger()).length).toBe(all.length);
  });

  it('are refused when a newer program was here', async () => {
    await expect(migrate(migrated.owner, all.slice(0, -1))).rejects.toThrow(
      `The database has migration ${all.at(-1)?.name}, which this program does not know`,
    );
  });

  it('leave no trace of a file that fails halfway, and go on once it is right', async () => {
    const { owner, query } = migrated;
    const text = 'create table halfway (id int); select 1 / 0;';
    const broken: Migration = { name: '9999-broken.sql', text, checksum: 'x' };
    await expect(migrate(owner, [...all, broken])).rejects.toThrow(/division by zero/);
    const [found] = await query(`select to_regclass('halfway')::text as halfway`);
    expect(found).toEqual({ halfway: null });
    expect((await ledger()).length).toBe(all.length);
    const mended = { ...broken, text: 'create table halfway (id int);' };
    expect(await migrate(owner, [...all, mended])).toEqual(['9999-broken.sql']);
  });
});
