/** A clone beside the running original, both as real processes: not one call comes from it. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoCrms, startDemoCrms } from '../../../../simulators/index.ts';
import { runCommand } from '../../test/cli.ts';
import { type Client, createClient, signInAs } from '../../test/client.ts';
import { authorize, comeBack, consent } from '../../test/connect.ts';
import { createTestDatabase, onPostgres, type TestDatabase } from '../../test/database.ts';
import { until } from '../../test/integrations.ts';
import { killPrograms, type Program, startProgram } from '../../test/program.ts';
import { testPassword, testSecrets } from '../../test/secrets.ts';
import { administer } from '../../test/template.ts';
import { runServerTool } from './backups/server-tools.ts';

let crms: DemoCrms;
let db: TestDatabase | null = null;
let cloneUrl: string | null = null;
let folder: string;
let original: Program;
let clone: Program;
let environment: Record<string, string>;
let cloneEnvironment: Record<string, string>;

/** A byte-for-byte copy of the folder, or of the database by PostgreSQL's own tools. */
async function copyInstallation(): Promise<Record<string, string>> {
  if (!db?.url) {
    await original.end('SIGTERM');
    const copied = join(folder, 'copy');
    cpSync(join(folder, 'data'), copied, { recursive: true });
    original = await startProgram(environment);
    return { ...environment, DATA_DIR: copied };
  }
  const url = new URL(db.url);
  const name = `${url.pathname.slice(1)}_clone`;
  const dump = join(folder, 'dump');
  await runServerTool('pg_dump', db.url, ['--format=custom', `--file=${dump}`]);
  await administer(process.env.TEST_DATABASE_URL ?? '', `create database ${name}`);
  url.pathname = `/${name}`;
  cloneUrl = url.href;
  await runServerTool('pg_restore', cloneUrl, ['--exit-on-error', dump]);
  return { ...environment, DATABASE_URL: cloneUrl, DATA_DIR: join(folder, 'copy') };
}

async function signIn(program: Program): Promise<Client> {
  return signInAs(program.url ?? '', 'ann@x.example');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'partneros-clone-'));
  crms = await startDemoCrms();
  if (onPostgres) db = await createTestDatabase();
  environment = {
    NODE_ENV: 'test',
    DATA_DIR: join(folder, 'data'),
    ENCRYPTION_KEY: testSecrets.encryptionKeys.join(),
    SESSION_SECRET: testSecrets.sessionSecrets.join(),
    SALESFORCE_LOGIN_URL: crms.url,
    SALESFORCE_CLIENT_ID: 'partneros-demo-salesforce',
    SALESFORCE_CLIENT_SECRET: 'demo-secret-salesforce',
    // No worker at the original: what connecting queues is still waiting when the copy is made.
    ROLE: 'web',
    ...(db?.url && { DATABASE_URL: db.url }),
  };
  const user = ['--email', 'ann@x.example', '--name', 'Ann', '--role', 'owner'];
  const organization = ['--organization', 'example', '--organization-name', 'Example'];
  const added = await runCommand(
    ['user', 'add', ...user, ...organization, '--password', testPassword],
    environment,
  );
  expect(added, added.stderr).toMatchObject({ code: 0 });
  original = await startProgram(environment);
  const ann = await signIn(original);
  const back = await consent(await authorize(ann, 'salesforce', {}), { account: 'partners' });
  expect((await comeBack(ann, back)).outcome).toBe('connected');
  cloneEnvironment = await copyInstallation();
  crms.requests.clear();
  clone = await startProgram({ ...cloneEnvironment, ROLE: 'all' });
}, 180_000);

afterAll(async () => {
  killPrograms();
  await crms.close();
  if (cloneUrl) {
    const name = new URL(cloneUrl).pathname.slice(1);
    await administer(process.env.TEST_DATABASE_URL ?? '', `drop database ${name} with (force)`);
  }
  await db?.drop();
  rmSync(folder, { recursive: true, force: true });
});

it('the clone says that it rests, reads as usual, and calls nobody', async () => {
  const warning = /^In quarantine: This database was copied or moved here/m;
  await until('the start has said so', () => warning.test(clone.stdout()));
  const ann = await signIn(clone);
  expect((await ann.get('/api/instance')).body.instance.quarantine.reason).toBe('place');
  const [connection] = (await ann.get('/api/integrations')).body.connections;
  const base = `/api/integrations/${connection.id}`;
  expect((await ann.post(`${base}/schema/refresh`, {})).status).toBe(503);
  expect((await ann.get(`${base}/objects`)).status).toBe(503);
  expect((await ann.post(`${base}/disconnect`)).status).toBe(503);
  // Longer than its workers wait between two looks at the queue, which holds a discovery.
  await sleep(5000);
  expect(crms.requests.list()).toEqual([]);
}, 30_000);

it('the original beside it is ready and not in quarantine', async () => {
  const ann = await signIn(original);
  expect((await ann.get('/api/instance')).body).toEqual({ instance: { quarantine: null } });
  const { checks } = (await createClient(original.url ?? '').get('/readyz')).body;
  expect(checks.quarantine).toBeUndefined();
});

it('adopted as moved the clone does what was waiting: it was the quarantine that kept it', async () => {
  const told = await runCommand(['instance', 'adopt', '--moved'], cloneEnvironment);
  expect(told, told.stderr).toMatchObject({ code: 0 });
  await until('the discovery ran', () => crms.requests.count({ call: 'describe' }) > 0, 20_000);
}, 30_000);
