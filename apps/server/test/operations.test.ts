/** What operators read: health, readiness, metrics, logs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from './connect.ts';
import { startTestApp, type TestApp } from './harness.ts';

let t: TestApp;
const token = 'a-token-for-prometheus';
/** A web process: its jobs wait for a worker that is not there. */
beforeAll(async () => {
  t = await startTestApp({ environment: { ROLE: 'web', METRICS_TOKEN: token } });
});
afterAll(() => t.close());

const ready = () => t.signedOut().get('/readyz');

describe('/readyz', () => {
  it('is 200 when database, migrations and queue are well', async () => {
    const answer = await ready();
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      status: 'ready',
      checks: { database: 'ok', migrations: 'ok', queue: 'ok' },
    });
  });

  it('is 503 while a migration is missing', async () => {
    const [row] = await t.db.asOwner(
      `delete from schema_migrations where name like '0003-%' returning name, checksum`,
    );
    const answer = await ready();
    await t.db.asOwner('insert into schema_migrations (name, checksum) values ($1, $2)', [
      row?.name,
      row?.checksum,
    ]);
    expect(answer.status).toBe(503);
    expect(answer.body.status).toBe('degraded');
    expect(answer.body.checks.migrations).toBe('1 not applied');
    expect((await ready()).status).toBe(200);
  });

  it('is 503 when the database does not answer, without a word of why; /healthz stays 200', async () => {
    const { database } = t.app;
    const { lookUp } = database;
    database.lookUp = () => Promise.reject(new Error('connection to 10.0.0.9 refused'));
    const answer = await ready();
    const alive = await t.signedOut().get('/healthz');
    database.lookUp = lookUp;
    expect(answer.status).toBe(503);
    expect(answer.body.checks).toEqual({
      database: 'not reachable',
      migrations: 'not reachable',
      queue: 'not reachable',
    });
    expect(alive.status).toBe(200);
    expect(alive.body).toEqual({ status: 'ok' });
  });

  it('is 503 while jobs wait and no worker was heard of for a minute', async () => {
    const owner = await t.signIn('owner');
    const { outcome } = await connect(owner, 'salesforce', 'partners');
    expect(outcome).toBe('connected');
    const waiting = await ready();
    expect(waiting.status).toBe(503);
    expect(waiting.body.checks.queue).toBe('no worker, 1 jobs waiting');

    const beat = (age: string) =>
      t.db.asOwner(
        `insert into heartbeats (process_id, role, beat_at)
          values ('00000000-0000-7000-8000-000000000001', 'worker', now() - $1::interval)
          on conflict (process_id) do update set beat_at = excluded.beat_at`,
        [age],
      );
    await beat('61 seconds');
    expect((await ready()).status).toBe(503);
    await beat('30 seconds');
    expect((await ready()).body.checks.queue).toBe('ok');
  });
});

describe('/metrics', () => {
  const get = (authorization?: string) =>
    t.signedOut().get('/metrics', authorization ? { headers: { authorization } } : {});

  it('are for the bearer of the token', async () => {
    for (const wrong of [undefined, 'Bearer', `Bearer ${token}x`, token, `Basic ${token}`]) {
      const answer = await get(wrong);
      expect(answer.status, wrong).toBe(401);
      expect(answer.body.code).toBe('unauthorized');
    }
    expect((await get(`Bearer ${token}`)).status).toBe(200);
  });

  it('count requests by route pattern, never by address', async () => {
    const owner = await t.signIn('owner');
    const id = '019a5c2e-7d1b-7c3a-9f00-1b2c3d4e5f60';
    await owner.get(`/api/integrations/${id}/status`);
    const { text } = await get(`Bearer ${token}`);
    expect(text).toMatch(
      /partneros_http_request_seconds_count\{method="get",route="\/api\/integrations\/\{connectionId\}\/status",status="404"\} 1/,
    );
    expect(text).not.toContain(id);
    expect(text).toContain('process_resident_memory_bytes');
  });
});

describe('logs', () => {
  it('hold one line per request with its id, route pattern and status', async () => {
    const owner = await t.signIn('owner');
    const answer = await owner.get('/api/audit-log?limit=3&cursor=');
    const requestId = answer.headers.get('x-request-id');
    const lines = t.logLines.map((line) => JSON.parse(line));
    expect(lines.filter((line) => line.requestId === requestId)).toEqual([
      {
        level: 30,
        time: expect.any(String),
        msg: 'Request',
        requestId,
        method: 'get',
        route: '/api/audit-log',
        status: answer.status,
        milliseconds: expect.any(Number),
      },
    ]);
  });

  it('hold only what the list allows, and no query, address or person', () => {
    const allowed = new Set(
      'level time msg requestId method route status milliseconds organizationId userId connectionId platform objectType job jobId attempt event code count port role version errorName errorStack'.split(
        ' ',
      ),
    );
    expect(t.logLines.length).toBeGreaterThan(5);
    for (const line of t.logLines) {
      for (const name of Object.keys(JSON.parse(line))) expect(allowed, line).toContain(name);
      expect(line).not.toMatch(/\?limit|127\.0\.0\.1|demo\.example|state=/);
    }
  });
});
