/**
 * The CSRF matrix: the program as operators run it (a process of its own, NODE_ENV=production, an
 * https address), a signed-in browser, and sites that make it send what they like.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startPglite } from '../../src/kernel/db/pglite.ts';
import { onPostgres } from '../database.ts';
import { killPrograms, type Program, startProgram } from '../program.ts';
import { testPassword } from '../secrets.ts';
import { faultOfForgery, listForgeries } from './csrf.ts';
import { exemptFromOrigin } from './expected.ts';
import { recordProof } from './record.ts';
import { codeOf, createSender, parsed } from './request.ts';
import { createRandom, inLanes, isFullProof, proofSeed } from './scale.ts';

const own = new URL('https://partners.acme.example');
const folder = mkdtempSync(join(tmpdir(), 'partneros-csrf-'));
afterAll(() => {
  killPrograms();
  rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<number>();
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
  });
  return promise;
}

async function start(port: number): Promise<Program> {
  const program = await startProgram({
    NODE_ENV: 'production',
    PUBLIC_URL: own.origin,
    PORT: String(port),
    DATA_DIR: folder,
    MAIL: 'off',
    DEMO: '1',
    DEMO_CRM_PORT: String(await freePort()),
    DEMO_PASSWORD: testPassword,
    LOG_LEVEL: 'error',
  });
  if (program.url === null) throw new Error(`It did not start: ${program.stderr()}`);
  return program;
}

/** Written by the program itself, whoever asks it for what. */
const ownBooks = ['rate_limits', 'heartbeats'];

/** All rows of all tables while the program does not run. */
async function readAll(): Promise<Record<string, string>> {
  const database = await startPglite(join(folder, 'database', 'pg'));
  const { rows } = await database.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  const contents: Record<string, string> = {};
  for (const { name } of rows.filter((row) => !ownBooks.includes(row.name))) {
    const found = await database.query<{ text: string }>(
      `select coalesce(string_agg(x::text, E'\\n' order by x::text), '') as text from ${name} x`,
    );
    contents[name] = found.rows[0]?.text ?? '';
  }
  await database.close();
  return contents;
}

describe.skipIf(onPostgres)('a signed-in browser on other sites', () => {
  it('changes nothing, wherever the request comes from', { timeout: 300_000 }, async () => {
    const port = await freePort();
    const first = await start(port);
    const sender = createSender(`http://127.0.0.1:${port}`);
    const send: typeof sender.send = (request) =>
      sender.send({ ...request, headers: { host: own.host, ...request.headers } });
    const json = { 'content-type': 'application/json' };
    const signedIn = await send({
      method: 'POST',
      path: '/api/auth/sign-in/email',
      headers: { ...json, origin: own.origin },
      body: JSON.stringify({ email: 'owner@demo.example', password: testPassword }),
    });
    const cookie = String(signedIn.headers['set-cookie']?.[0]).split(';')[0] ?? '';
    const document = parsed(await send({ method: 'GET', path: '/api/openapi.json' }));
    await first.end('SIGTERM');

    const before = await readAll();
    const second = await start(port);
    const random = createRandom(proofSeed);
    const forgeries = listForgeries(document, own, port)
      .flatMap((forgery) => [
        { forgery, credentials: { cookie } },
        { forgery, credentials: {} },
      ])
      .filter(() => isFullProof || random() < 0.25);
    const failures: string[] = [];
    await inLanes(forgeries, 8, async ({ forgery, credentials }) => {
      const { request, name } = forgery;
      const answer = await send({ ...request, headers: { ...request.headers, ...credentials } });
      const fault = faultOfForgery(forgery, answer);
      if (fault !== null) failures.push(`${name}: ${fault}`);
    });
    await second.end('SIGTERM');
    const after = await readAll();
    const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
    failures.push(...changed.map((name) => `changed ${name}`));

    // The same cookie from our own origin is taken: what was refused was the origin.
    const third = await start(port);
    const signOut = { method: 'POST', path: '/api/auth/sign-out' };
    const ours = await send({ ...signOut, headers: { ...json, origin: own.origin, cookie } });
    const again = await send({ ...signOut, headers: { ...json, origin: own.origin, cookie } });
    await third.end('SIGTERM');
    sender.close();

    recordProof({
      suite: 'csrf-matrix',
      attempts: forgeries.length,
      failures,
      details: {
        origins: 17,
        bodies: 6,
        'exempt operations': Object.keys(exemptFromOrigin).length,
        'tables compared': Object.keys(before).length,
      },
    });
    expect([ours.status, codeOf(again)]).toEqual([200, 'unauthorized']);
    expect(failures.slice(0, 30)).toEqual([]);
    expect(forgeries.length).toBeGreaterThan(200);
    // What was compared was the program's database: the session stands in it.
    expect(before['sessions']?.split('\n').length).toBe(1);
    expect(before['sessions']).not.toBe('');
    expect(Object.keys(before).length).toBeGreaterThan(15);
  });
});
