/** The program as a process: what stops its start, how it ends, what a kill leaves behind. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from './client.ts';
import { createTestDatabase, onPostgres, type TestDatabase } from './database.ts';
import { killPrograms, startProgram } from './program.ts';
import { testPassword, testSecrets } from './secrets.ts';

let folder: string;
let db: TestDatabase | null = null;
/** What the program needs to run on the database under test. */
let environment: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'partneros-process-'));
  environment = { DATA_DIR: folder };
  if (!onPostgres) return;
  db = await createTestDatabase();
  environment = {
    ...environment,
    DATABASE_URL: db.url ?? '',
    ENCRYPTION_KEY: testSecrets.encryptionKeys.join(),
    SESSION_SECRET: testSecrets.sessionSecrets.join(),
  };
});
afterAll(async () => {
  killPrograms();
  await db?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** A program that must not start: its one sentence. */
async function refusal(variables: Record<string, string>): Promise<string> {
  const program = await startProgram({ ...environment, ...variables });
  expect(await program.exit).toEqual({ code: 1, signal: null });
  expect(program.stdout()).toBe('');
  const sentences = program
    .stderr()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{'));
  expect(sentences.length, program.stderr()).toBe(1);
  return sentences[0] ?? '';
}

describe('the start', () => {
  it('is refused by a wrong variable in one sentence that names it, not its value', async () => {
    expect(await refusal({ PORT: 'sesame' })).toMatch(/^PORT is not usable: /);
    const sentence = await refusal({ ENCRYPTION_KEY: 'sesame-sesame' });
    expect(sentence).toBe('ENCRYPTION_KEY must be 32 bytes in base64 or hex.');
  });

  it('is refused by a taken port in one sentence', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    try {
      const sentence = await refusal({ PORT: port });
      expect(sentence).toBe(
        `Port ${port} on 127.0.0.1 is taken by another program: stop it or set PORT.`,
      );
    } finally {
      server.close();
    }
  });

  it('is refused by another ENCRYPTION_KEY than the database was made with, naming it', async () => {
    const first = await startProgram(environment);
    expect(first.url, first.stderr()).not.toBeNull();
    await first.end('SIGTERM');
    const sentence = await refusal({ ENCRYPTION_KEY: Buffer.alloc(32, 8).toString('base64') });
    expect(sentence).toMatch(/^ENCRYPTION_KEY is not the one that this database was made with/);
  });

  it('takes secrets from files', async () => {
    const file = join(folder, 'metrics-token');
    writeFileSync(file, 'a-metrics-token-from-a-file\n');
    const program = await startProgram({ ...environment, METRICS_TOKEN_FILE: file });
    const client = createClient(program.url ?? '');
    expect((await client.get('/metrics')).status).toBe(401);
    const headers = { authorization: 'Bearer a-metrics-token-from-a-file' };
    expect((await client.get('/metrics', { headers })).text).toContain('process_cpu');
    expect(await program.end('SIGTERM')).toEqual({ code: 0, signal: null });
  });
});

describe('SIGTERM', () => {
  it('lets a request in flight finish, takes no new one, and ends with 0', async () => {
    const program = await startProgram(environment);
    const { hostname, port } = new URL(program.url ?? '');
    const body = JSON.stringify({ email: 'nobody@x.example', password: testPassword });
    const socket = createConnection(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('utf8')));
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    const head = [
      'POST /api/auth/sign-in/email HTTP/1.1',
      `host: ${hostname}:${port}`,
      'content-type: application/json',
      `content-length: ${body.length}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 20)}`);
    // Answered: so the server has read what was written before on the other connection too.
    expect((await createClient(program.url ?? '').get('/healthz')).status).toBe(200);

    const ending = program.end('SIGTERM');
    let refused = false;
    for (const deadline = Date.now() + 5000; !refused && Date.now() < deadline; ) {
      refused = await createClient(program.url ?? '')
        .get('/healthz')
        .then(
          () => false,
          () => true,
        );
    }
    expect(refused).toBe(true);
    expect(program.child.exitCode).toBeNull();

    const sentAt = Date.now();
    socket.write(body.slice(20));
    await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toContain('"code":"unauthorized"');
    expect(await ending).toEqual({ code: 0, signal: null });
    expect(Date.now() - sentAt).toBeLessThan(4000);
  });
});

describe.runIf(!onPostgres)('on the embedded database', () => {
  it('a second process on the same folder is refused in one sentence, and the first goes on', async () => {
    const first = await startProgram(environment);
    const sentence = await refusal({});
    expect(sentence).toContain(`is in use by another PartnerOS (process ${first.child.pid})`);
    expect((await createClient(first.url ?? '').get('/readyz')).status).toBe(200);
    await first.end('SIGTERM');
  });

  it('a killed process leaves nothing that stops the next, which takes its lock over', async () => {
    const first = await startProgram(environment);
    expect(await first.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    const second = await startProgram(environment);
    expect(second.url, second.stderr()).not.toBeNull();
    expect((await createClient(second.url ?? '').get('/readyz')).status).toBe(200);
    await second.end('SIGTERM');
  });

  it('secrets that nobody gave are kept in the data folder, for its owner alone', () => {
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  });
});
