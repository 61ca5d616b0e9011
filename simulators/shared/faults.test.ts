import { describe, expect, it } from 'vitest';
import type { DemoCrms, Fault, FaultAction } from '../index.ts';
import {
  connectHubspot,
  connectSalesforce,
  get,
  postForm,
  refreshSalesforce,
  SALESFORCE_APP,
  startCrms,
} from '../test/support.ts';

async function connected(fault?: Fault) {
  const crms = await startCrms();
  const tokens = await connectSalesforce(crms, 'northwind');
  if (fault) crms.faults.add(fault);
  const url = `${crms.url}/services/data/v60.0/sobjects/Account/describe`;
  const read = (signal?: AbortSignal) =>
    fetch(url, {
      headers: { authorization: `Bearer ${tokens.access}` },
      redirect: 'manual',
      ...(signal && { signal }),
    });
  return { crms, tokens, read, url };
}

const DESCRIBE = { crm: 'salesforce', call: 'describe' } as const;
const on = (then: FaultAction): Fault => ({ match: DESCRIBE, then });

describe('which requests a fault strikes', () => {
  it('strikes once, after those to skip, and then no more', async () => {
    const { read } = await connected({ ...on({ kind: 'server_error' }), skip: 1, times: 2 });
    const statuses = [];
    for (let turn = 0; turn < 5; turn += 1) statuses.push((await read()).status);
    expect(statuses).toEqual([200, 500, 500, 200, 200]);
  });

  it('strikes until it is removed', async () => {
    const { crms, read } = await connected();
    const handle = crms.faults.add({
      ...on({ kind: 'server_error' }),
      times: Number.POSITIVE_INFINITY,
    });
    expect([(await read()).status, (await read()).status]).toEqual([500, 500]);
    expect(handle.struck).toBe(2);
    handle.remove();
    expect((await read()).status).toBe(200);
    crms.faults.add(on({ kind: 'server_error' }));
    crms.faults.clear();
    expect((await read()).status).toBe(200);
  });

  it.each([
    [{ crm: 'hubspot' as const }],
    [{ call: 'limits' }],
    [{ method: 'POST' }],
    [{ path: '/services/data/v60.0/sobjects/Contact/describe' }],
    [{ path: '/crm/*' }],
    [{ path: /Contact/ }],
    [{ accountId: 'partners' }],
  ])('leaves alone what %j does not match', async (match) => {
    const { read } = await connected({ match, then: { kind: 'server_error' } });
    expect((await read()).status).toBe(200);
  });

  it.each([
    [{}],
    [{ method: 'get' }],
    [{ path: '/services/data/v60.0/sobjects/Account/describe' }],
    [{ path: '/services/*' }],
    [{ path: /Account\/describe$/ }],
    [{ accountId: 'northwind' }],
  ])('strikes what %j matches', async (match) => {
    const { crms, read } = await connected({ match, then: { kind: 'server_error' } });
    expect((await read()).status).toBe(500);
    const id = crms.salesforce.org('northwind').id;
    crms.faults.add({ match: { ...match, accountId: id }, then: { kind: 'server_error' } });
    expect((await read()).status).toBe(500);
  });
});

describe('what a fault does', () => {
  it('status: this very answer', async () => {
    const body = [
      { message: 'expired password', errorCode: 'INVALID_OPERATION_WITH_EXPIRED_PASSWORD' },
    ];
    const headers = { 'x-extra': '1' };
    const { read } = await connected(on({ kind: 'status', status: 401, headers, body }));
    const answer = await read();
    expect(answer.status).toBe(401);
    expect(answer.headers.get('x-extra')).toBe('1');
    expect(await answer.json()).toEqual(body);
  });

  it('rate_limited: each vendor’s own refusal', async () => {
    const { crms, read } = await connected(on({ kind: 'rate_limited', retryAfterSeconds: 7 }));
    const salesforce = await read();
    expect(salesforce.status).toBe(403);
    expect(await salesforce.json()).toMatchObject([{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }]);
    const url = `${crms.url}/crm/v3/properties/deals`;
    const strike = async (policy?: string) => {
      const then = { kind: 'rate_limited' as const, retryAfterSeconds: 3 };
      crms.faults.add({
        match: { crm: 'hubspot', call: 'properties' },
        then: policy === undefined ? then : { ...then, policy },
      });
      return get(url, 'pat-demo-aurora');
    };
    const burst = await strike();
    expect(burst).toMatchObject({ status: 429, body: { policyName: 'TEN_SECONDLY_ROLLING' } });
    expect(burst.headers.get('retry-after')).toBe('3');
    expect((await strike('DAILY')).body).toMatchObject({ policyName: 'DAILY' });
    const secondly = await strike('SECONDLY');
    expect(secondly.body).toMatchObject({ category: 'RATE_LIMITS' });
    expect(secondly.body).not.toHaveProperty('policyName');
  });

  it('time_out: no answer', async () => {
    const { crms, read } = await connected(on({ kind: 'time_out' }));
    await expect(read(AbortSignal.timeout(200))).rejects.toThrow('timeout');
    expect(crms.requests.list({ call: 'describe' })[0]).toMatchObject({ status: null });
  });

  it('slow: the answer, later', async () => {
    const { read } = await connected(on({ kind: 'slow', milliseconds: 150 }));
    const start = performance.now();
    expect((await read()).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(145);
  });

  it('half_body: a full length, half the bytes', async () => {
    const { read } = await connected(on({ kind: 'half_body' }));
    const answer = await read();
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(50_000);
    await expect(answer.text()).rejects.toThrow();
  });

  it('html: a page in place of data', async () => {
    const { read } = await connected(on({ kind: 'html', status: 503 }));
    const answer = await read();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  it('ok_with_error: 200 and an error', async () => {
    const { crms, read } = await connected(on({ kind: 'ok_with_error' }));
    const answer = await read();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject([{ errorCode: 'UNKNOWN_EXCEPTION' }]);
    crms.faults.add({ match: { crm: 'hubspot' }, then: { kind: 'ok_with_error' } });
    const hubspot = await get(`${crms.url}/crm/v3/properties/deals`, 'pat-demo-aurora');
    expect(hubspot).toMatchObject({ status: 200, body: { status: 'error' } });
  });

  it('expire_token: the session ends with this very request', async () => {
    const { crms, tokens, read } = await connected({
      ...on({ kind: 'expire_token' }),
      skip: 1,
    });
    expect([(await read()).status, (await read()).status]).toEqual([200, 401]);
    expect((await refreshSalesforce(crms, tokens.refresh)).status).toBe(200);
    const hubspot = await connectHubspot(crms, 'aurora');
    crms.faults.add({ match: { call: 'schemas' }, then: { kind: 'expire_token' } });
    const answer = await get(`${crms.url}/crm/v3/schemas`, hubspot.access);
    expect(answer.body).toMatchObject({ category: 'EXPIRED_AUTHENTICATION' });
  });

  it('hostile: a foreign place in a good answer', async () => {
    const { crms, tokens, read } = await connected(
      on({ kind: 'hostile', redirectTo: 'https://evil.example/' }),
    );
    const answer = await read();
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://evil.example/']);
    crms.faults.add({
      match: { call: 'token' },
      then: { kind: 'hostile', instanceUrl: 'https://evil.example' },
    });
    const token = await refreshSalesforce(crms, tokens.refresh);
    expect(token.body).toMatchObject({
      instance_url: 'https://evil.example',
      token_type: 'Bearer',
    });
  });
});

describe('a fault at the token endpoint', () => {
  async function refreshUnder(crms: DemoCrms, refresh: string, then: FaultAction) {
    crms.faults.add({ match: { call: 'token' }, then });
    const form = { ...SALESFORCE_APP, grant_type: 'refresh_token', refresh_token: refresh };
    const url = `${crms.url}/services/oauth2/token`;
    const options = { method: 'POST', signal: AbortSignal.timeout(600) };
    return fetch(url, { ...options, body: new URLSearchParams(form) });
  }

  it.each([[{ kind: 'reset' as const }], [{ kind: 'time_out' as const, afterWork: true }]])(
    '%j loses the answer after the token has rotated',
    async (then) => {
      const { crms, tokens } = await connected();
      await expect(refreshUnder(crms, tokens.refresh, then)).rejects.toThrow();
      const live = crms.salesforce.org('northwind').liveRefreshToken();
      expect(live).not.toBeNull();
      expect(live).not.toBe(tokens.refresh);
    },
  );

  it.each([[{ kind: 'reset' as const, before: true }], [{ kind: 'time_out' as const }]])(
    '%j changes nothing',
    async (then) => {
      const { crms, tokens } = await connected();
      await expect(refreshUnder(crms, tokens.refresh, then)).rejects.toThrow();
      expect(crms.salesforce.org('northwind').liveRefreshToken()).toBe(tokens.refresh);
    },
  );

  it('is the vendor’s refusal when rate limited', async () => {
    const { crms, tokens } = await connected();
    const answer = await refreshUnder(crms, tokens.refresh, { kind: 'rate_limited' });
    expect(await answer.json()).toMatchObject({ error: 'rate_limit_exceeded' });
    crms.faults.add({
      match: { crm: 'hubspot', call: 'token' },
      then: { kind: 'rate_limited', retryAfterSeconds: 2 },
    });
    const hubspot = await postForm(`${crms.url}/oauth/2026-03/token`, {});
    expect([hubspot.status, hubspot.headers.get('retry-after')]).toEqual([429, '2']);
  });
});

describe('the request log', () => {
  it('holds every request with account, status and fault', async () => {
    const { crms, read, tokens } = await connected(on({ kind: 'server_error' }));
    await read();
    await read();
    const describes = crms.requests.list(DESCRIBE);
    expect(describes.map(({ status, fault }) => [status, fault])).toEqual([
      [500, 'server_error'],
      [200, null],
    ]);
    expect(describes[0]).toMatchObject({
      method: 'GET',
      path: '/services/data/v60.0/sobjects/Account/describe',
      accountId: crms.salesforce.org('northwind').id,
      headers: { authorization: `Bearer ${tokens.access}` },
    });
    expect(crms.requests.count({ call: 'token' })).toBe(1);
    expect(crms.requests.list({ call: 'token' })[0]?.body).toContain('code_verifier=');
    crms.requests.clear();
    expect(crms.requests.count()).toBe(0);
  });

  it('forgets the oldest rather than grow without end', async () => {
    const { crms } = await connected();
    const fetches = Array.from({ length: 300 }, () => fetch(`${crms.url}/services/data`));
    for (const answer of await Promise.all(fetches)) await answer.arrayBuffer();
    for (let turn = 0; turn < 5200; turn += 1) {
      const [entry] = crms.requests.list();
      if (entry) crms.requests.add(entry);
    }
    expect(crms.requests.count()).toBeLessThanOrEqual(5000);
  });

  it('sees requests that no route knows', async () => {
    const { crms } = await connected();
    await fetch(`${crms.url}/services/nothing`);
    expect(crms.requests.count({ call: 'unknown', status: 404 })).toBe(1);
  });
});

describe('latency', () => {
  it('delays every answer of a CRM', async () => {
    const { crms, read } = await connected();
    crms.setLatency(300);
    const start = performance.now();
    await Promise.all([read(), read(), read()]);
    const spent = performance.now() - start;
    expect(spent).toBeGreaterThanOrEqual(295);
    expect(spent).toBeLessThan(850);
  });
});
