/** Refreshing tokens in one process: once for all who wait, stored before used, merged, given back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { connect } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';
import {
  auditOf,
  connectionRow,
  openSecret,
  sealSecret,
  setConnection,
  together,
  until,
} from '../../../test/integrations.ts';

const t = await startTestApp({ environment: { ROLE: 'web' } });
afterAll(() => t.close());
afterEach(() => t.crms.faults.clear());
const owner = await t.signIn('owner');
const { salesforce, hubspot } = t.crms;
let made = 0;

/** A connection to an org of its own; `path` lists its objects, for which nothing is cached. */
async function connectedOrg(key = `refresh-${(made += 1)}`) {
  const org = salesforce.findOrg(key) ?? salesforce.addOrg({ key, flavour: 'bare' });
  const { connectionId } = await connect(owner, 'salesforce', key);
  return { org, connectionId, path: `/api/integrations/${connectionId}/objects` };
}

async function connectedPortal(key = `refresh-${(made += 1)}`) {
  const portal = hubspot.findPortal(key) ?? hubspot.addPortal({ key });
  const { connectionId } = await connect(owner, 'hubspot', key);
  return { portal, connectionId, path: `/api/integrations/${connectionId}/objects` };
}

function statuses(answers: { status: number }[]): number[] {
  return [...new Set(answers.map(({ status }) => status))];
}

describe('fifty requests at once with an expired token', () => {
  it('are one refresh at Salesforce, fifty good answers, and the rotated token stored', async () => {
    const { org, connectionId, path } = await connectedOrg();
    const before = org.liveRefreshToken();
    org.expireAccessTokens();
    const answers = await together(50, () => owner.get(path));
    expect(statuses(answers)).toEqual([200]);
    expect(org.refreshes).toBe(1);
    expect(org.liveRefreshToken()).not.toBe(before);
    const stored = await openSecret(t.db, connectionId, 'refresh_token_sealed');
    expect(stored).toBe(org.liveRefreshToken());
    expect(await connectionRow(t.db, connectionId)).toMatchObject({
      token_version: 2,
      refresh_lease_until: null,
      refresh_sent_at: null,
      refresh_in_doubt: false,
    });
  });

  it('are one refresh at HubSpot', async () => {
    const { portal, connectionId, path } = await connectedPortal();
    portal.expireAccessTokens();
    const answers = await together(50, () => owner.get(path));
    expect(statuses(answers)).toEqual([200]);
    expect(portal.refreshes).toBe(1);
    const stored = await openSecret(t.db, connectionId, 'refresh_token_sealed');
    expect(stored).toBe(portal.liveRefreshToken());
  });

  it('are one refresh also when the token endpoint is slow and half of them come late', async () => {
    const { org, path } = await connectedOrg();
    org.expireAccessTokens();
    t.crms.faults.add({
      match: { call: 'token', accountId: org.id },
      then: { kind: 'slow', milliseconds: 400 },
    });
    const early = together(25, () => owner.get(path));
    await sleep(200);
    const late = together(25, () => owner.get(path));
    expect(statuses([...(await early), ...(await late)])).toEqual([200]);
    expect(org.refreshes).toBe(1);
  });

  it('are one refresh when they are schema refreshes, which share one discovery', async () => {
    const { org, connectionId } = await connectedOrg();
    org.expireAccessTokens();
    t.crms.requests.clear();
    const url = `/api/integrations/${connectionId}/schema/refresh`;
    const answers = await together(20, () => owner.post(url, {}));
    expect(statuses(answers)).toEqual([200]);
    expect(org.refreshes).toBe(1);
    expect(t.crms.requests.count({ call: 'describe', status: 200 })).toBe(4);
  });
});

describe('a refresh', () => {
  it('comes before the end that HubSpot told, without a refused call', async () => {
    const { portal, connectionId, path } = await connectedPortal();
    await setConnection(t.db, connectionId, `access_expires_at = now() + interval '30 seconds'`);
    t.crms.requests.clear();
    expect((await owner.get(path)).status).toBe(200);
    expect(portal.refreshes).toBe(1);
    expect(t.crms.requests.count({ crm: 'hubspot', status: 401 })).toBe(0);
    const row = await connectionRow(t.db, connectionId);
    expect(Number(row['access_expires_at'])).toBeGreaterThan(Date.now() + 1_700_000);
  });

  it('before the end that fails leaves the living token in use', async () => {
    const { portal, connectionId, path } = await connectedPortal();
    await setConnection(t.db, connectionId, `access_expires_at = now() + interval '30 seconds'`);
    const then = { kind: 'server_error' } as const;
    t.crms.faults.add({ match: { call: 'token', accountId: portal.id }, then });
    expect((await owner.get(path)).status).toBe(200);
    expect(portal.refreshes).toBe(0);
  });

  it('is not asked for by a 401 of HubSpot that speaks of no expiry', async () => {
    const { portal, connectionId, path } = await connectedPortal();
    const body = { status: 'error', category: 'INVALID_AUTHENTICATION', message: 'not known' };
    const then = { kind: 'status', status: 401, body } as const;
    t.crms.faults.add({ match: { call: 'schemas', accountId: portal.id }, then });
    expect((await owner.get(path)).status).toBe(502);
    expect(portal.refreshes).toBe(0);
    expect((await connectionRow(t.db, connectionId))['status']).toBe('active');
  });

  it('is not repeated when the CRM refuses the new token as well', async () => {
    const { org, path } = await connectedOrg();
    t.crms.faults.add({
      match: { call: 'describe_global', accountId: org.id },
      times: Number.POSITIVE_INFINITY,
      then: { kind: 'expire_token' },
    });
    t.crms.requests.clear();
    const answer = await owner.get(path);
    expect(answer.status).toBe(502);
    expect(org.refreshes).toBe(1);
    expect(t.crms.requests.count({ call: 'describe_global' })).toBe(2);
  });

  it('without rotation keeps refresh token and instance that the answer left out', async () => {
    salesforce.addApp({ clientId: 'steady', clientSecret: 'steady-secret', rotation: false });
    const { org, connectionId, path } = await connectedOrg();
    await setConnection(t.db, connectionId, `client_id = 'steady'`);
    const grant = salesforce.grants.create('steady', org.key, 'api refresh_token', true);
    await plantTokens(connectionId, { refreshToken: grant.refreshToken ?? '', client: 'steady' });
    const leftOut = { access_token: salesforce.grants.issueAccessToken(grant, 'bare', 7200) };
    t.crms.faults.add({
      match: { call: 'token', accountId: org.id },
      then: { kind: 'status', status: 200, body: leftOut },
    });
    expect((await owner.get(path)).status).toBe(200);
    const row = await connectionRow(t.db, connectionId);
    expect(row['instance_url']).toBe(t.crms.url);
    expect(await openSecret(t.db, connectionId, 'refresh_token_sealed')).toBe(grant.refreshToken);
    expect(await openSecret(t.db, connectionId, 'access_token_sealed')).toBe('bare');
  });
});

/** Seals tokens into a row as the program would: an ended access token and this refresh token. */
async function plantTokens(
  connectionId: string,
  { refreshToken, client }: { refreshToken: string; client: string },
): Promise<void> {
  const seal = (column: 'access_token_sealed' | 'refresh_token_sealed' | 'client_secret_sealed') =>
    sealSecret(
      t.db,
      connectionId,
      column,
      {
        access_token_sealed: 'ended',
        refresh_token_sealed: refreshToken,
        client_secret_sealed: `${client}-secret`,
      }[column],
    );
  await seal('access_token_sealed');
  await seal('refresh_token_sealed');
  await seal('client_secret_sealed');
}

describe('an answer for another account', () => {
  it.each(['salesforce', 'hubspot'] as const)(
    'of %s is an error, is told, and its tokens go back unused',
    async (platform) => {
      const [mine, other] =
        platform === 'salesforce'
          ? [await connectedOrg(), await connectedOrg()]
          : [await connectedPortal(), await connectedPortal()];
      const foreign = await openSecret(t.db, other.connectionId, 'refresh_token_sealed');
      await sealSecret(t.db, mine.connectionId, 'refresh_token_sealed', foreign ?? '');
      ('org' in mine ? mine.org : mine.portal).expireAccessTokens();
      t.crms.requests.clear();
      expect((await owner.get(mine.path)).status).toBe(422);
      const { body } = await owner.get(`/api/integrations/${mine.connectionId}/status`);
      expect(body.status).toBe('error');
      expect(body.lastErrorMessage).toContain('another org');
      const [, line] = await auditOf(owner, mine.connectionId);
      expect(line).toMatchObject({
        action: 'connection.failing',
        outcome: 'failed',
        details: { platform, reason: 'other_account' },
      });
      expect(t.crms.requests.count({ call: 'revoke' })).toBe(1);
      // No call goes out with either account's tokens any more.
      t.crms.requests.clear();
      const again = await owner.post(`/api/integrations/${mine.connectionId}/schema/refresh`, {});
      expect(again.body).toEqual({ error: 'Reconnect first.', code: 'prerequisite_missing' });
      expect(t.crms.requests.count()).toBe(0);
    },
  );
});

describe('a disconnect during a refresh', () => {
  it.each(['salesforce', 'hubspot'] as const)(
    'at %s stores nothing and lets no grant live on',
    async (platform) => {
      const mine = platform === 'salesforce' ? await connectedOrg() : await connectedPortal();
      const side = 'org' in mine ? mine.org : mine.portal;
      side.expireAccessTokens();
      t.crms.faults.add({
        match: { call: 'token', accountId: side.id },
        then: { kind: 'slow', milliseconds: 400 },
      });
      t.crms.requests.clear();
      const pending = owner.get(mine.path);
      await until('the refresh is out', () => t.crms.requests.count({ call: 'token' }) > 0);
      const ended = await owner.post(`/api/integrations/${mine.connectionId}/disconnect`);
      expect(ended.body).toEqual({ success: true });
      const answer = await pending;
      expect(answer.status).toBe(422);
      expect(answer.body.error).toBe('Reconnect first.');
      expect(await connectionRow(t.db, mine.connectionId)).toMatchObject({
        status: 'disconnected',
        access_token_sealed: null,
        refresh_token_sealed: null,
      });
      expect(side.livingGrants()).toBe(0);
    },
  );
});

describe('a reconnect during a refresh', () => {
  it('wins, and the request goes on with its tokens', async () => {
    const { org, connectionId, path } = await connectedOrg();
    org.expireAccessTokens();
    t.crms.faults.add({
      match: { call: 'token', accountId: org.id },
      // Long enough for a whole connect on a busy machine to come first.
      then: { kind: 'slow', milliseconds: 3000 },
    });
    t.crms.requests.clear();
    const pending = owner.get(path);
    await until('the refresh is out', () => t.crms.requests.count({ call: 'token' }) > 0);
    expect((await connect(owner, 'salesforce', org.key)).connectionId).toBe(connectionId);
    const newest = await openSecret(t.db, connectionId, 'refresh_token_sealed');
    expect((await pending).status).toBe(200);
    expect(await openSecret(t.db, connectionId, 'refresh_token_sealed')).toBe(newest);
    expect(org.livingGrants()).toBe(1);
  });
});

describe('a reconnect during a refresh that is cut off', () => {
  it('has tokens of its own, about which there is no doubt', async () => {
    const { org, connectionId, path } = await connectedOrg();
    org.expireAccessTokens();
    t.crms.setLatency(600);
    t.crms.faults.add({
      match: { call: 'token', accountId: org.id },
      then: { kind: 'reset', before: true },
    });
    t.crms.requests.clear();
    const pending = owner.get(path);
    await until('the refresh is out', () => t.crms.requests.count({ call: 'token' }) > 0);
    t.crms.setLatency(0);
    await connect(owner, 'salesforce', org.key);
    expect(org.refreshes).toBe(0);
    // The caller of the refresh that is cut off goes on with the new tokens.
    expect((await pending).status).toBe(200);
    expect(await connectionRow(t.db, connectionId)).toMatchObject({
      token_version: 2,
      refresh_in_doubt: false,
      refresh_sent_at: null,
    });
  });
});

describe('a database that is away for a moment', () => {
  it('after the CRM’s answer costs time but no token', async () => {
    const { org, connectionId, path } = await connectedOrg();
    org.expireAccessTokens();
    t.crms.faults.add({
      match: { call: 'token', accountId: org.id },
      then: { kind: 'slow', milliseconds: 150 },
    });
    t.crms.requests.clear();
    const pending = owner.get(path);
    await until('the refresh is out', () => t.crms.requests.count({ call: 'token' }) > 0);
    await t.db.asOwner('alter table connections rename to connections_away');
    await until('the CRM has answered', () => org.refreshes === 1);
    await sleep(700);
    await t.db.asOwner('alter table connections_away rename to connections');
    expect((await pending).status).toBe(200);
    expect(org.refreshes).toBe(1);
    const stored = await openSecret(t.db, connectionId, 'refresh_token_sealed');
    expect(stored).toBe(org.liveRefreshToken());
    expect(t.logLines.join('')).toContain('Storing tokens failed');
  });
});

describe('tokens', () => {
  it('that were copied from another row do not open, and the answer says nothing of them', async () => {
    const [one, other] = [await connectedOrg(), await connectedOrg()];
    const row = await connectionRow(t.db, other.connectionId);
    await t.db.asOwner('update connections set access_token_sealed = $2 where id = $1', [
      one.connectionId,
      row['access_token_sealed'],
    ]);
    t.crms.requests.clear();
    const answer = await owner.get(one.path);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('connections');
    expect(t.crms.requests.count()).toBe(0);
  });
});
