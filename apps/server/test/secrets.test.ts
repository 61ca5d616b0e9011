/**
 * Canaries: every secret that a whole connect, its refresh and its failures bring about, sought in
 * all that leaves the program or stays behind: logs, answers, audit lines, jobs, every table.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemoCrms } from '../../../simulators/index.ts';
import type { Client } from './client.ts';
import { authorize, comeBack, consent } from './connect.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { recordProof } from './proof/record.ts';
import { testPassword, testSecrets } from './secrets.ts';

const crms = await startDemoCrms();
const client = { clientId: 'canary-app', clientSecret: 'canary-client-secret-9d41f7' };
const operatorSecret = 'canary-operator-secret-52ab60';
let t: TestApp;

/** Secret → what it is, for the message. */
const canaries = new Map<string, string>();
/** The OAuth state is sent to the browser once, in the answer that begins the connect. */
const states = new Set<string>();
const answers: { path: string; text: string }[] = [];

function remember(kind: string, secret: string | null | undefined): void {
  if (secret) canaries.set(secret, kind);
}

/** Keeps what every answer to this client said; cookies apart, which must hold the token. */
function overhear(one: Client): Client {
  const { request } = one;
  one.request = async (method, path, options) => {
    const answer = await request(method, path, options);
    const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie');
    answers.push({ path, text: `${JSON.stringify(headers)}\n${answer.text}` });
    rememberSession(one);
    return answer;
  };
  rememberSession(one);
  return one;
}

function rememberSession({ cookie }: Client): void {
  const value = decodeURIComponent((cookie ?? '').replace('session_token=', ''));
  const [token, signature] = value.split('.');
  remember('session token', token);
  remember('session signature', signature);
}

/** What the CRMs were sent: codes, verifiers, tokens, client secrets. */
function rememberCrmTraffic(): void {
  for (const { headers, body, query } of crms.requests.list()) {
    remember('access token', /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]);
    const form = new URLSearchParams(body);
    for (const name of ['code', 'code_verifier', 'refresh_token', 'token', 'client_secret']) {
      remember(name, form.get(name));
    }
    if (query.state) states.add(query.state);
  }
}

async function connectOwn(owner: Client, platform: 'salesforce' | 'hubspot', account: string) {
  const url = await authorize(owner, platform, { environment: 'custom', ...client });
  const back = await consent(url, { account });
  remember('code', back.searchParams.get('code'));
  return comeBack(owner, back);
}

/** A refresh that is asked for meanwhile would share the result of the one in the background. */
async function firstDiscoveriesDone(): Promise<void> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const done = await t.db.asOwner(
      `select 1 from pgboss.job where name = 'integrations.refresh-schema' and state = 'completed'`,
    );
    if (done.length === 2) return;
    if (Date.now() > deadline) throw new Error('The first discoveries were not done in time.');
    await sleep(100);
  }
}

beforeAll(async () => {
  crms.salesforce.addApp(client);
  crms.hubspot.addApp(client);
  t = await startTestApp({
    environment: {
      SALESFORCE_LOGIN_URL: crms.url,
      SALESFORCE_CLIENT_ID: 'operator',
      SALESFORCE_CLIENT_SECRET: operatorSecret,
      HUBSPOT_APP_URL: crms.url,
      HUBSPOT_API_URL: crms.url,
    },
  });
  remember('password', testPassword);
  remember('client secret', client.clientSecret);
  remember('client secret of the operator', operatorSecret);
  for (const secret of testSecrets.sessionSecrets) remember('session secret', secret);
  for (const key of testSecrets.encryptionKeys) {
    remember('encryption key', key);
    remember('encryption key in hex', Buffer.from(key, 'base64').toString('hex'));
  }
});
afterAll(async () => {
  await t.close();
  await crms.close();
});

/** Secrets found in the text, each as it is, in base64 and in hex (as a dump shows bytes). */
function findIn(text: string, sought: Iterable<[string, string]> = canaries): string[] {
  return [...sought].flatMap(([secret, kind]) => {
    const bytes = Buffer.from(secret);
    const forms = [secret, encodeURIComponent(secret), bytes.toString('hex')];
    // Without the ends, which depend on what stands beside it.
    forms.push(bytes.toString('base64').slice(0, -4), bytes.toString('base64url').slice(0, -3));
    return forms.some((form) => text.includes(form)) ? [kind] : [];
  });
}

describe('after a connect, refreshes and failures', () => {
  beforeAll(async () => {
    const owner = overhear(await t.signIn('owner'));
    await owner.post('/api/auth/sign-in/email', {
      email: 'owner@demo.example',
      password: 'canary-wrong-password',
    });
    remember('wrong password', 'canary-wrong-password');

    const salesforce = await connectOwn(owner, 'salesforce', 'partners');
    const hubspot = await connectOwn(owner, 'hubspot', 'aurora');
    expect([salesforce.outcome, hubspot.outcome]).toEqual(['connected', 'connected']);
    await firstDiscoveriesDone();
    const refresh = (id: string) => owner.post(`/api/integrations/${id}/schema/refresh`);
    crms.salesforce.org('partners').expireAccessTokens();
    expect((await refresh(salesforce.connectionId)).status).toBe(200);
    expect((await refresh(hubspot.connectionId)).status).toBe(200);

    rememberCrmTraffic();
    const told = [...canaries.keys()].join(' ');
    const talkative = { error: 'invalid_request', error_description: told, message: told };
    const failing = (call: string, status: number, body: unknown, times = 10) =>
      crms.faults.add({ match: { call }, times, then: { kind: 'status', status, body } });
    failing('describe', 500, talkative);
    failing('schema', 400, talkative);
    expect((await refresh(salesforce.connectionId)).status).toBe(502);
    expect((await refresh(hubspot.connectionId)).status).toBe(502);
    crms.faults.clear();
    failing('describe', 200, `<html>${told}</html>`);
    expect((await refresh(salesforce.connectionId)).status).toBe(502);
    crms.faults.clear();
    failing('token', 400, talkative);
    const refusedCode = await connectOwn(owner, 'salesforce', 'northwind');
    expect(refusedCode.outcome).not.toBe('connected');
    crms.salesforce.org('partners').expireAccessTokens();
    expect((await refresh(salesforce.connectionId)).status).toBeGreaterThanOrEqual(400);
    crms.faults.clear();
    await comeBack(
      owner,
      new URL(
        `/api/integrations/salesforce/callback?state=canary-state-3c&code=canary-code-7e`,
        t.url,
      ),
    );
    remember('code that nobody asked for', 'canary-code-7e');
    states.add('canary-state-3c');

    await owner.post('/api/auth/confirm-identity', { password: testPassword });
    for (const { connectionId } of [salesforce, hubspot]) {
      await owner.get(`/api/integrations/${connectionId}/status`);
      await owner.get(`/api/integrations/${connectionId}/schema`);
      await owner.post(`/api/integrations/${connectionId}/disconnect`);
    }
    await owner.get('/api/integrations');
    await owner.get('/api/audit-log?limit=200');
    await owner.get('/metrics');
    await owner.post('/api/auth/sign-out');
    rememberCrmTraffic();
  });

  it('there were secrets of every kind to find', () => {
    const kinds = new Set(canaries.values());
    for (const kind of [
      'access token',
      'refresh_token',
      'code',
      'code_verifier',
      'client_secret',
      'session token',
      'password',
    ]) {
      expect(kinds).toContain(kind);
    }
    expect(states.size).toBeGreaterThan(2);
    expect(findIn(`x ${testPassword} y`)).toEqual(['password']);
  });

  it('the logs hold none', () => {
    const text = t.logLines.join('\n');
    expect(t.logLines.length).toBeGreaterThan(20);
    expect(findIn(text)).toEqual([]);
    for (const state of states) expect(text).not.toContain(state);
  });

  it('no answer holds one, and the state stands in the one that begins a connect alone', () => {
    expect(answers.length).toBeGreaterThan(15);
    for (const { path, text } of answers) {
      expect(findIn(text), path).toEqual([]);
      if (path.endsWith('/authorize')) continue;
      for (const state of states) expect(text, path).not.toContain(state);
    }
  });

  it('no row of any table holds one, jobs and audit lines included', async () => {
    const tables = await t.db.asOwner(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('public', 'pgboss')`,
    );
    let rows = 0;
    for (const { name } of tables) {
      const dumped = await t.db.asOwner(
        `select row_to_json(t)::text as text from ${String(name)} t`,
      );
      const text = dumped.map((row) => String(row.text)).join('\n');
      expect(findIn(text), String(name)).toEqual([]);
      for (const state of states) expect(text, String(name)).not.toContain(state);
      rows += dumped.length;
    }
    expect(rows).toBeGreaterThan(30);
    const texts = { 'rows read': rows, answers: answers.length, 'log lines': t.logLines.length };
    const sought = canaries.size + states.size;
    const attempts = sought * Object.values(texts).reduce((sum, count) => sum + count, 0);
    recordProof({
      suite: 'secrets',
      attempts,
      failures: [],
      details: { secrets: sought, ...texts },
    });
  });
});
