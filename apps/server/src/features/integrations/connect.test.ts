/** Connecting CRMs: whose client, which account, which environment, and what is stored. */
import { afterAll, describe, expect, it } from 'vitest';
import { authorize, comeBack, connect, consent } from '../../../test/connect.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import {
  auditOf,
  connectionRow,
  openSecret,
  signInElsewhere,
  until,
} from '../../../test/integrations.ts';

const t: TestApp = await startTestApp({ environment: { ROLE: 'web' } });
afterAll(() => t.close());
const owner = await t.signIn('owner');
const partners = t.crms.salesforce.org('partners');

async function listed(): Promise<{ id: string; accountId: string; platform: string }[]> {
  return (await owner.get('/api/integrations')).body.connections;
}

describe('a connect', () => {
  it('of a Salesforce org stores who was connected, and its tokens sealed', async () => {
    const { outcome, connectionId } = await connect(owner, 'salesforce', 'partners');
    expect(outcome).toBe('connected');
    const status = await owner.get(`/api/integrations/${connectionId}/status`);
    expect(status.body).toMatchObject({
      id: connectionId,
      platform: 'salesforce',
      status: 'active',
      instanceUrl: t.crms.url,
      accountId: partners.id,
      accountName: partners.name,
      connectedAs: partners.user.username,
      environment: 'demo',
      lastSyncAt: null,
    });
    expect(await openSecret(t.db, connectionId, 'refresh_token_sealed')).toBe(
      partners.liveRefreshToken(),
    );
    const row = await connectionRow(t.db, connectionId);
    const text = JSON.stringify(row);
    expect(text).not.toContain(partners.liveRefreshToken());
    expect(text).not.toContain(await openSecret(t.db, connectionId, 'access_token_sealed'));
    expect(row).toMatchObject({ client_id: null, client_secret_sealed: null });
  });

  it('of a HubSpot portal knows when its token ends', async () => {
    const { outcome, connectionId } = await connect(owner, 'hubspot', 'bluepeak');
    expect(outcome).toBe('connected');
    const portal = t.crms.hubspot.portal('bluepeak');
    const status = await owner.get(`/api/integrations/${connectionId}/status`);
    expect(status.body).toMatchObject({
      platform: 'hubspot',
      instanceUrl: null,
      accountId: portal.id,
      connectedAs: portal.user.email,
    });
    const { access_expires_at: endsAt } = await connectionRow(t.db, connectionId);
    const seconds = (Number(endsAt) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(1700);
    expect(seconds).toBeLessThanOrEqual(1800);
  });

  it('is repeated for more accounts of both platforms, each a connection of its own', async () => {
    await connect(owner, 'salesforce', 'northwind');
    await connect(owner, 'hubspot', 'aurora');
    const accounts = (await listed()).map(({ accountId }) => accountId);
    expect(accounts).toEqual(
      expect.arrayContaining([
        t.crms.salesforce.org('northwind').id,
        t.crms.hubspot.portal('aurora').id,
      ]),
    );
    expect(new Set(accounts).size).toBe(accounts.length);
  });

  it('asks for exactly the registered way back and a challenge of PKCE', async () => {
    const url = new URL(await authorize(owner, 'salesforce'));
    expect(url.searchParams.get('redirect_uri')).toBe(
      `${t.url}/api/integrations/salesforce/callback`,
    );
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(url.searchParams.get('state')).toMatch(/^[\w-]{43}$/);
    expect(url.href).not.toContain('demo-secret');
  });

  it('stores state and verifier so that the row alone is worth nothing', async () => {
    const url = new URL(await authorize(owner, 'hubspot'));
    const rows = await t.db.asOwner('select * from oauth_states');
    const state = url.searchParams.get('state') ?? '';
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(state);
    for (const row of rows) expect(row['code_verifier_sealed']).toMatch(/^v1\./);
  });

  it('is told in the audit log with the person and the request', async () => {
    const { connectionId } = await connect(owner, 'salesforce', 'small');
    const [line, ...others] = await auditOf(owner, connectionId);
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      action: 'connection.connected',
      outcome: 'done',
      actor: { kind: 'member', name: 'Olivia Owens' },
      target: { type: 'connection', id: connectionId },
      details: { platform: 'salesforce', environment: 'demo' },
    });
    expect(line?.requestId).toMatch(/^[\da-f-]{36}$/);
  });

  it('queues the first discovery in its own transaction, with ids alone', async () => {
    const { connectionId } = await connect(owner, 'salesforce', 'enterprise');
    const jobs = await t.db.asOwner(
      `select data from pgboss.job where name = 'integrations.refresh-schema'
        and data ->> 'connectionId' = $1`,
      [connectionId],
    );
    expect(jobs).toHaveLength(1);
    expect(Object.keys(Object(jobs[0]?.['data'])).sort()).toEqual([
      'connectionId',
      'organizationId',
    ]);
  });
});

describe('a connect of the same account', () => {
  it('revives the disconnected connection under its old id', async () => {
    const first = await connect(owner, 'hubspot', 'large');
    await owner.post(`/api/integrations/${first.connectionId}/disconnect`);
    const again = await connect(owner, 'hubspot', 'large');
    expect(again).toEqual(first);
    const status = await owner.get(`/api/integrations/${first.connectionId}/status`);
    expect(status.body.status).toBe('active');
    const actions = (await auditOf(owner, first.connectionId)).map(({ action }) => action);
    expect(actions).toEqual([
      'connection.connected',
      'connection.disconnected',
      'connection.reconnected',
    ]);
  });

  it('twice at the same moment makes one connection and two good answers', async () => {
    const org = t.crms.salesforce.addOrg({ key: 'at-once', flavour: 'bare' });
    const backs = await Promise.all(
      [1, 2].map(async () => consent(await authorize(owner, 'salesforce'), { account: 'at-once' })),
    );
    const ends = await Promise.all(backs.map((back) => comeBack(owner, back)));
    expect(ends.map(({ outcome }) => outcome)).toEqual(['connected', 'connected']);
    expect(ends[0]?.connectionId).toBe(ends[1]?.connectionId);
    const rows = (await listed()).filter(({ accountId }) => accountId === org.id);
    expect(rows).toHaveLength(1);
  });

  it('from another organization is a connection of that organization', async () => {
    const other = await signInElsewhere(t);
    const { outcome, connectionId } = await connect(other, 'salesforce', 'partners');
    expect(outcome).toBe('connected');
    expect((await listed()).map(({ id }) => id)).not.toContain(connectionId);
    expect((await owner.get(`/api/integrations/${connectionId}/status`)).status).toBe(404);
    expect((await other.get('/api/integrations')).body.connections).toHaveLength(1);
  });
});

describe('a reconnect by connection', () => {
  it('with the same account succeeds and makes a lost grant good', async () => {
    const { connectionId } = await connect(owner, 'salesforce', 'northwind');
    t.crms.salesforce.org('northwind').revokeGrant();
    const gone = await owner.post(`/api/integrations/${connectionId}/schema/refresh`, {});
    expect(gone.status).toBe(422);
    const url = await authorize(owner, 'salesforce', { connectionId });
    const end = await comeBack(owner, await consent(url, { account: 'northwind' }));
    expect(end).toEqual({ outcome: 'connected', connectionId });
    const { body } = await owner.get(`/api/integrations/${connectionId}/status`);
    expect(body).toMatchObject({ status: 'active', lastErrorAt: null, lastErrorMessage: null });
  });

  it.each([
    ['salesforce', 'partners', 'small'],
    ['hubspot', 'bluepeak', 'aurora'],
  ] as const)(
    'with another %s account stores nothing and gives the new tokens back',
    async (platform, account, other) => {
      const { connectionId } = await connect(owner, platform, account);
      const before = await t.db.asOwner('select * from connections order by id');
      const livingBefore = livingGrants(platform, other);
      const url = await authorize(owner, platform, { connectionId });
      const end = await comeBack(owner, await consent(url, { account: other }));
      expect(end).toEqual({ outcome: 'other_account', connectionId: '' });
      expect(await t.db.asOwner('select * from connections order by id')).toEqual(before);
      expect(livingGrants(platform, other)).toBe(livingBefore);
    },
  );

  it('of a connection that belongs elsewhere, or to the other platform, is not found', async () => {
    const { connectionId } = await connect(owner, 'hubspot', 'aurora');
    const wrong = await owner.post('/api/integrations/salesforce/authorize', { connectionId });
    expect(wrong.status).toBe(404);
    const other = await signInElsewhere(t);
    const foreign = await other.post('/api/integrations/hubspot/authorize', { connectionId });
    expect(foreign.status).toBe(404);
  });
});

function livingGrants(platform: 'salesforce' | 'hubspot', account: string): number {
  const { salesforce, hubspot } = t.crms;
  return platform === 'salesforce'
    ? salesforce.org(account).livingGrants()
    : hubspot.portal(account).livingGrants();
}

describe('after a connect', () => {
  it('a worker discovers the default objects without being asked', async () => {
    const all = await startTestApp();
    try {
      const client = await all.signIn('admin');
      const { connectionId } = await connect(client, 'salesforce', 'partners');
      const path = `/api/integrations/${connectionId}`;
      await until(
        'the schema is there',
        async () => (await client.get(`${path}/status`)).body.lastSyncAt !== null,
      );
      const { objects } = (await client.get(`${path}/schema`)).body;
      expect(objects.map((each: { objectType: string }) => each.objectType)).toEqual([
        'Account',
        'Contact',
        'Lead',
        'Opportunity',
      ]);
    } finally {
      await all.close();
    }
  });
});
