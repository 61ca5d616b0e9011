/** Backups and restores, by the real command line. */
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandEnd, runCommand } from '../../../test/cli.ts';
import { signInAs } from '../../../test/client.ts';
import { createTestDatabase, onPostgres, type TestDatabase } from '../../../test/database.ts';
import { killPrograms, startProgram } from '../../../test/program.ts';
import { testPassword, testSecrets } from '../../../test/secrets.ts';
import { administer } from '../../../test/template.ts';
import { readConfig } from '../../kernel/config.ts';
import { createLogger } from '../../kernel/logger.ts';
import { backUpWhenDue } from './daily-backups.ts';

const otherKey = Buffer.alloc(32, 9).toString('base64');
const serverUrl = process.env.TEST_DATABASE_URL ?? '';
/** An owner as a careful operator has one: no superuser, so that row security binds it. */
const owner = `partneros_owner_${process.pid}`;
const databases: string[] = [];
let folder: string;
let environment: Record<string, string>;
let backup: string;

function databaseUrl(name: string): string {
  const url = new URL(serverUrl);
  url.username = owner;
  url.password = 'owner:with\\odd characters';
  url.pathname = `/${name}`;
  return url.href;
}

async function createDatabase(suffix: string): Promise<string> {
  const name = `${owner}_${suffix}`;
  databases.push(name);
  await administer(serverUrl, `create database ${name} owner ${owner}`);
  return databaseUrl(name);
}

const cli = (words: string[], variables: Record<string, string> = {}): Promise<CommandEnd> =>
  runCommand(words, { ...environment, ...variables });

async function addUser(email: string, variables: Record<string, string> = {}): Promise<void> {
  const person = ['--email', email, '--name', 'Ann', '--role', 'owner', '--password', testPassword];
  const organization = ['--organization', 'example', '--organization-name', 'Example'];
  const added = await cli(['user', 'add', ...person, ...organization], variables);
  expect(added, added.stderr).toMatchObject({ code: 0 });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'partneros-backup-'));
  backup = join(folder, 'kept', 'backup');
  environment = {
    DATA_DIR: join(folder, 'data'),
    ENCRYPTION_KEY: testSecrets.encryptionKeys.join(),
    SESSION_SECRET: testSecrets.sessionSecrets.join(),
  };
  if (onPostgres) {
    await administer(
      serverUrl,
      `create role ${owner} login createrole password 'owner:with\\odd characters'`,
    );
    environment = { ...environment, DATABASE_URL: await createDatabase('original') };
  }
  await addUser('ann@x.example');
}, 60_000);
afterAll(async () => {
  killPrograms();
  for (const name of databases) await administer(serverUrl, `drop database ${name} with (force)`);
  if (onPostgres) await administer(serverUrl, `drop role ${owner}`);
  rmSync(folder, { recursive: true, force: true });
});

/** Where a restore goes: nothing is there yet. */
const elsewhere = async (name: string): Promise<Record<string, string>> => ({
  DATA_DIR: join(folder, name),
  ...(onPostgres && { DATABASE_URL: await createDatabase(name) }),
});

/** Starts the program there and reads as Ann. */
async function look(variables: Record<string, string>): Promise<string | null> {
  const program = await startProgram({ ...environment, ...variables });
  expect(program.url, program.stderr()).not.toBeNull();
  const ann = await signInAs(program.url ?? '', 'ann@x.example');
  const { instance } = (await ann.get('/api/instance')).body;
  await program.end('SIGTERM');
  return instance.quarantine?.reason ?? null;
}

describe('a backup', () => {
  it('is written whole, for its owner alone', async () => {
    const told = await cli(['backup', '--out', backup]);
    expect(told, told.stderr).toMatchObject({ code: 0 });
    expect(told.stdout).toContain(`Backup written to ${backup}.`);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'kept'))).toEqual(['backup']);
  }, 60_000);

  it.runIf(!onPostgres)(
    'of the embedded database holds no secret of the data folder',
    async () => {
      let text = '';
      for await (const chunk of createReadStream(backup).pipe(createGunzip())) {
        text += (chunk as Buffer).toString('latin1'); // what a gunzip stream gives
      }
      expect(text).toContain('ann@x.example');
      for (const secret of [...testSecrets.encryptionKeys, ...testSecrets.sessionSecrets]) {
        expect(text).not.toContain(secret);
      }
      expect(text).not.toContain('secrets.json');
    },
    60_000,
  );

  it.runIf(!onPostgres)(
    'is taken from a running server as well',
    async () => {
      const program = await startProgram(environment);
      const told = await cli(['backup']);
      expect(told.stdout, told.stderr).toMatch(
        /Backup written to .*backups\/partneros-\d{8}T\d{6}Z\.tar\.gz/,
      );
      await program.end('SIGTERM');
    },
    60_000,
  );
});

describe('a restore', () => {
  it('into an empty place is whole, up to date and in quarantine', async () => {
    const there = await elsewhere('second');
    const told = await cli(['restore', '--from', backup], there);
    expect(told, told.stderr).toMatchObject({ code: 0 });
    expect(told.stdout).toContain('It is in quarantine');
    expect(await look(there)).toBe('restored');
    const adopted = await cli(['instance', 'adopt', '--restored'], there);
    expect(adopted, adopted.stderr).toMatchObject({ code: 0 });
    expect(await look(there)).toBeNull();
    // Of the second generation, too.
    const again = join(folder, 'kept', 'again');
    expect(await cli(['backup', '--out', again], there)).toMatchObject({ code: 0 });
    const third = await elsewhere('third');
    const restored = await cli(['restore', '--from', again], third);
    expect(restored, restored.stderr).toMatchObject({ code: 0 });
    expect(await look(third)).toBe('restored');
  }, 90_000);

  it('over a database is refused without --force', async () => {
    const told = await cli(['restore', '--from', backup]);
    expect(told).toMatchObject({ code: 1, stdout: '' });
    expect(told.stderr).toMatch(/^There is a database already. Give --force/);
    expect(await look({})).toBeNull();
  }, 60_000);

  it('with other keys, or of what is no backup, is refused and leaves what was there', async () => {
    const nonsense = join(folder, 'nonsense');
    writeFileSync(nonsense, 'no backup');
    const wrong = await cli(['restore', '--from', nonsense, '--force']);
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr.trim().split('\n')).toHaveLength(1);
    const other = await cli(['restore', '--from', backup, '--force'], { ENCRYPTION_KEY: otherKey });
    expect(other.stderr).toMatch(/^ENCRYPTION_KEY is not the one of the backup/);
    const nothing = await cli(['restore', '--from', join(folder, 'missing')]);
    expect(nothing.stderr).toMatch(/^There is no backup at/);
    expect(await look({})).toBeNull();
  }, 60_000);

  it('with --force takes the place of what was there', async () => {
    await addUser('later@x.example');
    const told = await cli(['restore', '--from', backup, '--force']);
    expect(told, told.stderr).toMatchObject({ code: 0 });
    expect(await look({})).toBe('restored');
    await expect(cli(['instance', 'adopt', '--restored'])).resolves.toMatchObject({ code: 0 });
    const program = await startProgram(environment);
    await expect(signInAs(program.url ?? '', 'later@x.example')).rejects.toThrow('unauthorized');
    await program.end('SIGTERM');
  }, 60_000);

  it.runIf(!onPostgres)(
    'under a running server is refused',
    async () => {
      const program = await startProgram(environment);
      const told = await cli(['restore', '--from', backup, '--force']);
      expect(told.stderr).toMatch(/is in use by another PartnerOS/);
      await program.end('SIGTERM');
    },
    60_000,
  );
});

describe.runIf(onPostgres)('on a server', () => {
  it('its schema is the one that migrations make, functions and rights included', async () => {
    const shapeOf = async (url: string) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query(`
        select p.oid::regprocedure::text as name, pg_get_userbyid(p.proowner) like 'partneros_maint' as kept,
          p.proacl::text as rights from pg_proc p where p.pronamespace = 'public'::regnamespace
        union all
        select c.relname, c.relforcerowsecurity, regexp_replace(c.relacl::text, '${owner}', '', 'g')
          from pg_class c where c.relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace)
            and c.relkind in ('r', 'p')
        union all
        select tablename || ' ' || policyname, true, coalesce(qual, '') from pg_policies
        order by 1, 3`);
      await client.end();
      return rows;
    };
    const made = await shapeOf(databaseUrl(`${owner}_original`));
    expect(made.length).toBeGreaterThan(60);
    const fresh = await createDatabase('fresh');
    await cli(['migrate'], { DATABASE_URL: fresh });
    expect(made).toEqual(await shapeOf(fresh));
  }, 60_000);

  it('a machine without pg_dump is told so in one sentence', async () => {
    const told = await cli(['backup'], { PATH: folder });
    expect(told.stderr).toBe(
      "pg_dump is not on this machine: install PostgreSQL's client programs.\n",
    );
  }, 60_000);
});

describe.runIf(!onPostgres)('every day', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
  }, 60_000);
  afterAll(() => db.drop());

  it('one is written when the newest is a day old, and seven stay', async () => {
    const config = readConfig({ DATA_DIR: join(folder, 'daily') });
    const log = createLogger('silent');
    let now = new Date('2031-02-03T09:00:00.000Z');
    const pass = async (hours: number) => {
      now = new Date(now.getTime() + hours * 3_600_000);
      await backUpWhenDue({ config, database: db.database, clock: { now: () => now }, log });
      return readdirSync(join(folder, 'daily', 'backups')).sort();
    };
    expect(await pass(0)).toEqual(['partneros-20310203T090000Z.tar.gz']);
    expect(await pass(5)).toHaveLength(1);
    expect(await pass(20)).toEqual([
      'partneros-20310203T090000Z.tar.gz',
      'partneros-20310204T100000Z.tar.gz',
    ]);
    // Whatever else is in the folder is not ours to remove.
    mkdirSync(join(folder, 'daily', 'backups', 'mine'));
    for (let day = 0; day < 7; day += 1) await pass(24);
    const files = await pass(1);
    expect(files).toHaveLength(8);
    expect(files[1]).toBe('partneros-20310205T100000Z.tar.gz');
    expect(files.at(-1)).toBe('partneros-20310211T100000Z.tar.gz');
  }, 60_000);
});
