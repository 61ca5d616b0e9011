/** Rotation of the encryption key: from one list to the next, killed on the way, all stays readable. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTables } from '../../../test/catalogue.ts';
import { runCommand, startCommand } from '../../../test/cli.ts';
import { createTestDatabase, onPostgres, type TestDatabase } from '../../../test/database.ts';
import { killPrograms, startProgram } from '../../../test/program.ts';
import { createSecretBox, type SecretBox } from '../../kernel/crypto/secret-box.ts';
import type { Database } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import { checkInstance, openKeyedHash } from '../instance.ts';
import { rotateKeys } from './rotate-keys.ts';
import { sealedColumns } from './sealed-columns.ts';

const [older = '', newer = ''] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));
const both = [newer, older];
const connections = 300;
let db: TestDatabase;

/** What every connection's access token says. */
const plainOf = (id: string) => `token of ${id}`;

async function sealConnections(box: SecretBox, count: number): Promise<void> {
  const [organization] = await db.asOwner('select id from organizations limit 1');
  const organizationId = String(organization?.id);
  for (let made = 0; made < count; made += 1) {
    const id = newId();
    const place = {
      table: 'connections',
      column: 'access_token_sealed',
      organizationId,
      rowId: id,
    };
    await db.asOwner(
      `insert into connections (id, organization_id, platform, environment, status, login_url, reach,
          account_id, access_token_sealed)
        values ($1, $2, 'hubspot', 'demo', 'active', 'http://x.example', 'trusted', $4, $3)`,
      [id, organizationId, box.seal(place, plainOf(id)), id],
    );
  }
}

/** How many tokens open with these keys, and how many there are. */
async function readable(keys: readonly string[]): Promise<{ opened: number; all: number }> {
  const box = createSecretBox(keys);
  const rows = await db.asOwner(
    `select id, organization_id, access_token_sealed as sealed from connections
      where access_token_sealed is not null`,
  );
  const opened = rows.filter((row) => {
    const rowId = String(row.id);
    const organizationId = String(row.organization_id);
    const place = { table: 'connections', column: 'access_token_sealed', organizationId, rowId };
    try {
      return box.open(place, String(row.sealed)) === plainOf(rowId);
    } catch {
      return false;
    }
  });
  return { opened: opened.length, all: rows.length };
}

const rotateHere = (keys: readonly string[]) =>
  rotateKeys({ database: db.database, box: createSecretBox(keys), encryptionKeys: keys });

beforeAll(async () => {
  db = await createTestDatabase();
  await checkInstance(db.database, [older]);
  // The template's log was begun with a key that is in no list here.
  await db.asOwner('delete from audit_heads');
  await sealConnections(createSecretBox([older]), connections);
}, 60_000);
afterAll(async () => {
  killPrograms();
  await db.drop();
});

it('the list of sealed columns is exactly what the database has', async () => {
  const tables = await readTables(db.asOwner);
  const found = tables.flatMap(({ name, columns }) =>
    columns
      .filter((column) => column.name.endsWith('_sealed'))
      .map((column) => `${name}.${column.name}`),
  );
  const listed = sealedColumns.map(({ table, column }) => `${table}.${column}`);
  expect(listed.sort()).toEqual(found.sort());
});

describe('before anything is sealed anew', () => {
  it('a running process that seals with another key stops it', async () => {
    await db.asOwner(
      `insert into heartbeats (process_id, role, beat_at, newest_key) values ($1, 'web', now(), $2)`,
      [randomUUID(), createSecretBox([older]).newestMark],
    );
    await expect(rotateHere(both)).rejects.toThrow(/^1 running process seals with another key/);
    expect(await readable([older])).toEqual({ opened: connections, all: connections });
    await db.asOwner('delete from heartbeats');
  });
});

describe.runIf(onPostgres)('while the server runs (PostgreSQL)', () => {
  it('a token that is refreshed between reading and writing is not set back', async () => {
    const box = createSecretBox([newer]);
    let refreshed = '';
    const { database } = db;
    const meddling: Database = {
      ...database,
      withOrganization: (scope, work) =>
        database.withOrganization(scope, (tx) =>
          work({
            ...tx,
            async query(statement) {
              const rows = await tx.query(statement);
              const key = rows[0]?.key;
              if (
                refreshed === '' &&
                statement.name === 'rotate-read-connections-access_token_sealed'
              ) {
                refreshed = String(key);
                const place = {
                  table: 'connections',
                  column: 'access_token_sealed',
                  organizationId: scope.organizationId,
                  rowId: refreshed,
                };
                await db.asOwner('update connections set access_token_sealed = $1 where id = $2', [
                  box.seal(place, 'a newer token'),
                  refreshed,
                ]);
              }
              return rows;
            },
          }),
        ),
    };
    const parts = { box: createSecretBox(both), encryptionKeys: both };
    await rotateKeys({ ...parts, database: meddling });
    const [row] = await db.asOwner(
      'select organization_id, access_token_sealed as sealed from connections where id = $1',
      [refreshed],
    );
    const place = {
      table: 'connections',
      column: 'access_token_sealed',
      organizationId: String(row?.organization_id),
      rowId: refreshed,
    };
    expect(box.open(place, String(row?.sealed))).toBe('a newer token');
    // As it was before, for what follows.
    await db.asOwner('delete from connections');
    await sealConnections(createSecretBox([older]), connections);
  });
});

describe.runIf(onPostgres)('killed at twenty points (PostgreSQL)', () => {
  it('leaves everything readable with the list, and the next run goes on', async () => {
    // Slow enough that each kill meets another point.
    await db.asOwner(`create function slowly() returns trigger language plpgsql as
      $$ begin perform pg_sleep(0.004); return new; end $$`);
    await db.asOwner(
      'create trigger slowly before update on connections for each row execute function slowly()',
    );
    const environment = {
      DATABASE_URL: db.url ?? '',
      ENCRYPTION_KEY: both.join(),
      SESSION_SECRET: 'a session secret that is long enough for it',
      DATA_DIR: mkdtempSync(join(tmpdir(), 'partneros-rotate-')),
    };
    const reached: number[] = [];
    const mark = createSecretBox(both).newestMark;
    const sealedAnew = async () => {
      const [row] = await db.asOwner(
        `select count(*)::int as count from connections where starts_with(access_token_sealed, $1)`,
        [mark],
      );
      return Number(row?.count);
    };
    for (let point = 0; point < 20; point += 1) {
      const { child, end } = startCommand(['rotate-keys'], environment);
      const target = Math.floor((point * connections) / 21) + (point % 2);
      while (child.exitCode === null && (await sealedAnew()) < target) await sleep(1);
      child.kill('SIGKILL');
      expect((await end).signal).toBe('SIGKILL');
      reached.push(await sealedAnew());
      expect(await readable(both)).toEqual({ opened: connections, all: connections });
    }
    // Not all at one point, and not all done before the last kill.
    expect(new Set(reached).size).toBeGreaterThan(10);
    expect(reached.at(-1)).toBeLessThan(connections);
    const last = await runCommand(['rotate-keys'], environment);
    expect(last.stdout).toMatch(/^\d+ values were sealed anew\./);
    rmSync(environment.DATA_DIR, { recursive: true });
  }, 180_000);
});

describe('afterwards', () => {
  it('everything opens with the newest key alone, the keyed hashes stay what they were', async () => {
    const before = await openKeyedHash(db.database, createSecretBox(both));
    await rotateHere(both);
    expect(await readable([newer])).toEqual({ opened: connections, all: connections });
    await checkInstance(db.database, [newer]);
    await expect(checkInstance(db.database, [older])).rejects.toThrow(
      /ENCRYPTION_KEY is not the one/,
    );
    const after = await openKeyedHash(db.database, createSecretBox([newer]));
    expect(after('test', 'a text')).toBe(before('test', 'a text'));
    expect(await rotateHere(both)).toBe(0);
  });

  it('a value that no key opens is told with its column, and the check stays with the list', async () => {
    const stranger = Buffer.alloc(32, 9).toString('base64');
    await sealConnections(createSecretBox([stranger]), 1);
    await expect(rotateHere(both)).rejects.toThrow(
      /^Values in connections.access_token_sealed open with no key of the list/,
    );
  });
});

describe.runIf(!onPostgres)('on the embedded database', () => {
  it('the running server does it, with the keys of its own list', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'partneros-rotate-'));
    const file = join(folder, 'secrets.json');
    const first = await startProgram({ DATA_DIR: folder });
    await first.end('SIGTERM');
    const secrets = JSON.parse(readFileSync(file, 'utf8'));
    const list = (encryptionKey: string) =>
      writeFileSync(file, JSON.stringify({ ...secrets, encryptionKey }));
    list(`${newer},${secrets.encryptionKey}`);
    const server = await startProgram({ DATA_DIR: folder });
    const told = await runCommand(['rotate-keys'], { DATA_DIR: folder });
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout).toMatch(/^1 values were sealed anew\./);
    await server.end('SIGTERM');
    list(newer);
    const last = await startProgram({ DATA_DIR: folder });
    expect(last.url, last.stderr()).not.toBeNull();
    await last.end('SIGTERM');
    rmSync(folder, { recursive: true });
  }, 60_000);
});
