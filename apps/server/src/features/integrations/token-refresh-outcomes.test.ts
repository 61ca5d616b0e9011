/**
 * What becomes of a token refresh whose outcome is known, and of one whose outcome nobody knows.
 * With rotation a second use of a refresh token ends the whole grant, so that it is never tried
 * within half a minute of an unknown outcome, and its loss is told.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type FaultAction, startDemoCrms } from '../../../../../simulators/index.ts';
import { authorize, comeBack, connect, consent } from '../../../test/connect.ts';
import { onPostgres } from '../../../test/database.ts';
import { startTestApp } from '../../../test/harness.ts';
import {
  ageTokenRefresh,
  auditOf,
  connectionRow,
  openSecret,
  together,
} from '../../../test/integrations.ts';

const lonely = await startDemoCrms();
const t = await startTestApp({
  environment: {
    ROLE: 'web',
    SALESFORCE_LOGIN_URL: lonely.url,
    SALESFORCE_CLIENT_ID: 'partneros-demo-salesforce',
    SALESFORCE_CLIENT_SECRET: 'demo-secret-salesforce',
  },
});
afterAll(async () => {
  await t.close();
  await lonely.close();
});
const owner = await t.signIn('owner');
const { salesforce, hubspot } = t.crms;
let made = 0;
const always = Number.POSITIVE_INFINITY;

async function expiredOrg() {
  const org = salesforce.addOrg({ key: `outcome-${(made += 1)}`, flavour: 'bare' });
  const { connectionId } = await connect(owner, 'salesforce', org.key);
  org.expireAccessTokens();
  return { org, connectionId, path: `/api/integrations/${connectionId}/objects` };
}

function strikeToken(accountId: string, then: FaultAction, times = 1) {
  return t.crms.faults.add({ match: { call: 'token', accountId }, times, then });
}

/** Refreshes that reached the token endpoint for this account. */
function tokenCalls(accountId: string): number {
  return t.crms.requests
    .list({ call: 'token', accountId })
    .filter(({ body }) => body.includes('grant_type=refresh_token')).length;
}

async function statusOf(connectionId: string) {
  return (await owner.get(`/api/integrations/${connectionId}/status`)).body;
}

async function timed<Result>(work: () => Promise<Result>) {
  const from = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - from) / 1000 };
}

afterEach(() => t.crms.faults.clear());

// Twenty seconds of patience, spent while the other tests run: awaited by the last test.
const silent = await expiredOrg();
strikeToken(silent.org.id, { kind: 'time_out', afterWork: true });
const silence = timed(() => owner.get(silent.path));

describe('a known outcome', () => {
  it.each([
    ['429', { kind: 'rate_limited' }],
    ['429 with a time to wait', { kind: 'rate_limited', retryAfterSeconds: 1 }],
  ] as const)('%s is tried again, once for all who wait', async (_what, fault) => {
    const { org, connectionId, path } = await expiredOrg();
    strikeToken(org.id, fault, 2);
    const answers = await together(20, () => owner.get(path));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(tokenCalls(org.id)).toBe(3);
    expect(org.refreshes).toBe(1);
    const stored = await openSecret(t.db, connectionId, 'refresh_token_sealed');
    expect(stored).toBe(org.liveRefreshToken());
  });

  it('429 that stays is 502 after two more tries, and nothing is in doubt', async () => {
    const { org, connectionId, path } = await expiredOrg();
    const fault = strikeToken(org.id, { kind: 'rate_limited' }, always);
    expect((await owner.get(path)).status).toBe(502);
    expect(tokenCalls(org.id)).toBe(3);
    const answers = await together(20, () => owner.get(path));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([502]));
    // Each asks three times; those who ask at the same moment are one call. Apart they were 60 more.
    expect(tokenCalls(org.id)).toBeLessThan(3 + 20);
    expect(await connectionRow(t.db, connectionId)).toMatchObject({
      status: 'active',
      refresh_lease_until: null,
      refresh_sent_at: null,
      refresh_in_doubt: false,
    });
    fault.remove();
    expect((await owner.get(path)).status).toBe(200);
  });

  it('429 that asks for more patience than a request has is 502 at once', async () => {
    const { org, path } = await expiredOrg();
    strikeToken(org.id, { kind: 'rate_limited', retryAfterSeconds: 3600 }, always);
    expect((await owner.get(path)).status).toBe(502);
    expect(tokenCalls(org.id)).toBe(1);
  });

  it('a refused connection leaves nothing in doubt: the token works when the CRM is back', async () => {
    const url = await authorize(owner, 'salesforce', {});
    const { connectionId } = await comeBack(owner, await consent(url, { account: 'small' }));
    lonely.salesforce.org('small').expireAccessTokens();
    const path = `/api/integrations/${connectionId}/objects`;
    await lonely.close();
    expect((await owner.get(path)).status).toBe(502);
    expect(await connectionRow(t.db, connectionId)).toMatchObject({
      status: 'active',
      refresh_sent_at: null,
      refresh_in_doubt: false,
    });
  });

  it.each([
    [400, 'invalid_grant', 422, 'reauth_required'],
    [400, 'invalid_client', 502, 'active'],
  ])('%i %s ends in %i, the connection %s', async (status, error, answer, state) => {
    const { org, connectionId, path } = await expiredOrg();
    strikeToken(org.id, { kind: 'status', status, body: { error, error_description: 'x' } });
    expect((await owner.get(path)).status).toBe(answer);
    expect((await statusOf(connectionId)).status).toBe(state);
    expect(tokenCalls(org.id)).toBe(1);
  });
});

/** Outcomes that nobody knows, and whether the simulated CRM had done the work. */
const unknown: readonly (readonly [string, FaultAction, boolean])[] = [
  ['a connection reset after the work', { kind: 'reset' }, true],
  ['a connection reset before the work', { kind: 'reset', before: true }, false],
  ['half a body', { kind: 'half_body' }, true],
  ['a 500', { kind: 'server_error' }, false],
  ['a 503', { kind: 'status', status: 503, body: 'busy' }, false],
  ['a page in place of an answer', { kind: 'html' }, false],
  ['200 with an error inside', { kind: 'ok_with_error' }, false],
  [
    'a request that is still being processed',
    {
      kind: 'status',
      status: 400,
      body: {
        error: 'invalid_grant',
        error_description: 'token request is already being processed',
      },
    },
    false,
  ],
];

describe('an unknown outcome', () => {
  it.each(unknown)(
    '(%s) is not repeated, then ends well or is told',
    async (_what, fault, done) => {
      const { org, connectionId, path } = await expiredOrg();
      strikeToken(org.id, fault);
      const first = await owner.get(path);
      expect(first.status).toBe(502);
      expect(first.body.code).toBe('upstream_failed');
      // Within half a minute nobody sends the token again, however often it is asked for.
      const answers = await together(5, () => owner.get(path));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([502]));
      expect(tokenCalls(org.id)).toBe(1);

      await ageTokenRefresh(t.db, connectionId);
      const last = await owner.get(path);
      expect(tokenCalls(org.id)).toBe(2);
      if (!done) {
        expect(last.status).toBe(200);
        const stored = await openSecret(t.db, connectionId, 'refresh_token_sealed');
        expect(stored).toBe(org.liveRefreshToken());
        return;
      }
      expect(last.status).toBe(422);
      expect(last.body.error).toBe('Reconnect first.');
    },
  );

  it('counts its half minute from when it was given up', async () => {
    const { org, connectionId, path } = await expiredOrg();
    strikeToken(org.id, { kind: 'server_error' });
    await owner.get(path);
    const [row] = await t.db.asOwner(
      "select refresh_sent_at > now() - interval '10 seconds' as recent, refresh_lease_until from connections where id = $1",
      [connectionId],
    );
    expect(row).toEqual({ recent: true, refresh_lease_until: null });
  });

  it.skipIf(!onPostgres)(
    'that becomes known while another waits for it is not overlooked (PostgreSQL only)',
    async () => {
      const { org, connectionId, path } = await expiredOrg();
      // Another process has sent the token and holds the lease …
      await t.db.asOwner(
        `update connections set refresh_sent_at = now(),
          refresh_lease_until = now() + interval '60 seconds' where id = $1`,
        [connectionId],
      );
      const pending = owner.get(path);
      await sleep(150);
      // … and gives up. The table lock lets a look at the row pass and holds up whoever writes to it:
      // one who looked before and took the lease after would not know of the doubt.
      await t.db.asOwner(
        `begin; lock table connections in share row exclusive mode;
         update connections set refresh_lease_until = null, refresh_in_doubt = true,
           refresh_sent_at = now() where id = '${connectionId}';
         select pg_sleep(0.4); commit`,
      );
      expect((await pending).status).toBe(502);
      expect(tokenCalls(org.id)).toBe(0);
    },
  );

  it('is overcome by the stored access token while the CRM still takes it', async () => {
    const org = salesforce.addOrg({ key: `outcome-${(made += 1)}`, flavour: 'bare' });
    const { connectionId } = await connect(owner, 'salesforce', org.key);
    await t.db.asOwner(
      'update connections set refresh_in_doubt = true, refresh_sent_at = now() where id = $1',
      [connectionId],
    );
    expect((await owner.get(`/api/integrations/${connectionId}/objects`)).status).toBe(200);
    expect(tokenCalls(org.id)).toBe(0);
  });

  it('is no danger at HubSpot, whose refresh tokens stay: it is tried again', async () => {
    const portal = hubspot.addPortal({ key: `outcome-${(made += 1)}` });
    const { connectionId } = await connect(owner, 'hubspot', portal.key);
    portal.expireAccessTokens();
    strikeToken(portal.id, { kind: 'reset' });
    expect((await owner.get(`/api/integrations/${connectionId}/objects`)).status).toBe(200);
    expect(tokenCalls(portal.id)).toBe(2);
  });
});

describe('a token lost in transit', () => {
  it('is told by status, audit log, log and metrics, and mended by a reconnect', async () => {
    const { org, connectionId, path } = await expiredOrg();
    strikeToken(org.id, { kind: 'reset' });
    await owner.get(path);
    await ageTokenRefresh(t.db, connectionId);
    const from = t.logLines.length;
    expect((await owner.get(path)).status).toBe(422);

    const status = await statusOf(connectionId);
    expect(status.status).toBe('reauth_required');
    expect(status.lastErrorMessage).toContain('cut off');
    expect(status.lastErrorAt).not.toBeNull();
    const lines = (await auditOf(owner, connectionId)).filter(
      ({ action }) => action === 'connection.reauth_required',
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      outcome: 'failed',
      details: { platform: 'salesforce', reason: 'token_lost_in_transit' },
    });
    const logged = t.logLines.slice(from).filter((line) => line.includes('token_lost_in_transit'));
    expect(logged).toHaveLength(1);
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ level: 50, connectionId });
    const metrics = await owner.get('/metrics');
    expect(metrics.text).toMatch(
      /partneros_token_refreshes_total\{platform="salesforce",outcome="token_lost_in_transit"\} \d/,
    );

    const again = await connect(owner, 'salesforce', org.key);
    expect(again).toEqual({ outcome: 'connected', connectionId });
    expect((await owner.get(path)).status).toBe(200);
    expect((await statusOf(connectionId)).lastErrorMessage).toBeNull();
  });

  it('is not what a grant is that an administrator has taken away', async () => {
    const { org, connectionId, path } = await expiredOrg();
    org.revokeGrant();
    expect((await owner.get(path)).status).toBe(422);
    const row = await connectionRow(t.db, connectionId);
    expect(row).toMatchObject({
      status: 'reauth_required',
      status_reason: 'revoked',
      access_token_sealed: null,
      refresh_token_sealed: null,
    });
    const before = t.crms.requests.count({ accountId: org.id });
    for (const method of ['GET', 'POST'] as const) {
      const url = method === 'GET' ? path : `/api/integrations/${connectionId}/schema/refresh`;
      expect((await owner.request(method, url)).status).toBe(422);
    }
    expect(t.crms.requests.count({ accountId: org.id })).toBe(before);
  });
});

describe('a CRM that never answers the refresh', () => {
  it('is given up after twenty seconds, once, and the outcome counts as unknown', async () => {
    const { result, seconds } = await silence;
    expect(result.status).toBe(502);
    expect(seconds).toBeGreaterThan(19);
    expect(seconds).toBeLessThan(30);
    expect(tokenCalls(silent.org.id)).toBe(1);
    const row = await connectionRow(t.db, silent.connectionId);
    expect(row).toMatchObject({ status: 'active', refresh_in_doubt: true });
    expect((await owner.get(silent.path)).status).toBe(502);
    expect(tokenCalls(silent.org.id)).toBe(1);
  }, 40_000);
});
