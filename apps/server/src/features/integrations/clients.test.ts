/** In whose name a CRM is called: the operator's client, the connection's own, the demo's. */
import { afterAll, describe, expect, it } from 'vitest';
import { startDemoCrms } from '../../../../../simulators/index.ts';
import { authorize, comeBack, connect, consent } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';
import { connectionRow, openSecret } from '../../../test/integrations.ts';
import { isSalesforceUrl } from '../../vendors/salesforce/hosts.ts';
import { type CrmDefaults, chooseClient } from './clients.ts';

const crms = await startDemoCrms();
const t = await startTestApp({
  environment: {
    ROLE: 'web',
    SALESFORCE_LOGIN_URL: crms.url,
    SALESFORCE_CLIENT_ID: 'operator-salesforce',
    SALESFORCE_CLIENT_SECRET: 'operator-secret-salesforce',
    HUBSPOT_APP_URL: crms.url,
    HUBSPOT_API_URL: crms.url,
    HUBSPOT_CLIENT_ID: 'operator-hubspot',
    HUBSPOT_CLIENT_SECRET: 'operator-secret-hubspot',
  },
});
afterAll(async () => {
  await t.close();
  await crms.close();
});
const owner = await t.signIn('owner');
for (const name of ['operator', 'acme'] as const) {
  crms.salesforce.addApp({
    clientId: `${name}-salesforce`,
    clientSecret: `${name}-secret-salesforce`,
  });
  crms.hubspot.addApp({ clientId: `${name}-hubspot`, clientSecret: `${name}-secret-hubspot` });
}

async function connectWith(
  platform: 'salesforce' | 'hubspot',
  account: string,
  body: Record<string, unknown>,
) {
  return comeBack(owner, await consent(await authorize(owner, platform, body), { account }));
}

/** Client id and secret of the last call to a token endpoint. */
function lastTokenClient(): { id: string | null; secret: string | null } {
  const form = new URLSearchParams(crms.requests.list({ call: 'token' }).at(-1)?.body);
  return { id: form.get('client_id'), secret: form.get('client_secret') };
}

describe('without credentials of its own a connection', () => {
  it.each([
    ['salesforce', 'northwind'],
    ['hubspot', 'aurora'],
  ] as const)('of %s uses the operator’s client and stores none', async (platform, account) => {
    const { outcome, connectionId } = await connectWith(platform, account, {});
    expect(outcome).toBe('connected');
    expect(lastTokenClient()).toEqual({
      id: `operator-${platform}`,
      secret: `operator-secret-${platform}`,
    });
    expect(await connectionRow(t.db, connectionId)).toMatchObject({
      environment: 'custom',
      client_id: null,
      client_secret_sealed: null,
    });
  });
});

describe('with credentials of its own a connection', () => {
  it.each([
    ['salesforce', 'partners'],
    ['hubspot', 'bluepeak'],
  ] as const)('of %s stores them sealed and refreshes with them', async (platform, account) => {
    const own = { clientId: `acme-${platform}`, clientSecret: `acme-secret-${platform}` };
    const { outcome, connectionId } = await connectWith(platform, account, own);
    expect(outcome).toBe('connected');
    const row = await connectionRow(t.db, connectionId);
    expect(row['client_id']).toBe(own.clientId);
    expect(JSON.stringify(row)).not.toContain(own.clientSecret);
    expect(await openSecret(t.db, connectionId, 'client_secret_sealed')).toBe(own.clientSecret);

    const side =
      platform === 'salesforce' ? crms.salesforce.org(account) : crms.hubspot.portal(account);
    side.expireAccessTokens();
    crms.requests.clear();
    const objects = await owner.get(`/api/integrations/${connectionId}/objects`);
    expect(objects.status).toBe(200);
    expect(side.refreshes).toBe(1);
    expect(lastTokenClient()).toEqual({ id: own.clientId, secret: own.clientSecret });
  });

  it('never shows them again, nor in the log', async () => {
    const answers = await Promise.all(
      ['/api/integrations', '/api/audit-log'].map((path) => owner.get(path)),
    );
    const seen = [...answers.map(({ text }) => text), ...t.logLines].join('\n');
    expect(seen).not.toContain('acme-secret');
    expect(seen).not.toContain('operator-secret');
  });

  it('is reconnected with the secret that it has, or with a new one', async () => {
    const old = { clientId: 'acme-salesforce', clientSecret: 'acme-secret-salesforce' };
    const { connectionId } = await connectWith('salesforce', 'small', old);
    const kept = await connectWith('salesforce', 'small', { connectionId });
    expect(kept).toEqual({ outcome: 'connected', connectionId });
    expect(await openSecret(t.db, connectionId, 'client_secret_sealed')).toBe(old.clientSecret);

    const changed = { ...old, clientSecret: 'acme-secret-changed' };
    crms.salesforce.addApp(changed);
    const refused = await connectWith('salesforce', 'small', { connectionId });
    expect(refused.outcome).toBe('exchange_failed');
    const end = await connectWith('salesforce', 'small', { connectionId, ...changed });
    expect(end).toEqual({ outcome: 'connected', connectionId });
    expect(await openSecret(t.db, connectionId, 'client_secret_sealed')).toBe(changed.clientSecret);
  });
});

describe('the demo environment', () => {
  it('is chosen by name beside the operator’s own', async () => {
    const { outcome, connectionId } = await connect(owner, 'salesforce', 'enterprise');
    expect(outcome).toBe('connected');
    const { body } = await owner.get(`/api/integrations/${connectionId}/status`);
    expect(body).toMatchObject({ environment: 'demo', instanceUrl: t.crms.url });
  });

  it('that is gone by the time of the callback ends in an outcome, not in an error page', async () => {
    const url = await authorize(owner, 'hubspot');
    const back = await consent(url, { account: 'large' });
    t.app.useDemoCrms(null);
    const end = await comeBack(owner, back);
    expect(end.outcome).toBe('exchange_failed');
    const answer = await owner.post('/api/integrations/hubspot/authorize', { environment: 'demo' });
    expect(answer.status).toBe(422);
  });
});

describe('a login address', () => {
  it('of the customer’s own domain is where the browser is sent', async () => {
    const loginUrl = 'https://acme.my.salesforce.com';
    const url = new URL(await authorize(owner, 'salesforce', { loginUrl }));
    expect(url.origin).toBe(loginUrl);
    const [row] = await t.db.asOwner('select * from oauth_states where login_url = $1', [loginUrl]);
    expect(row).toMatchObject({ environment: 'custom', reach: 'public' });
  });

  it.each([
    ['http://acme.my.salesforce.com'],
    ['https://acme.my.salesforce.com.evil.example'],
    ['https://evil.example/.salesforce.com'],
    ['https://user:pass@acme.my.salesforce.com'],
    ['https://acme.my.salesforce.com:8443'],
    ['https://acme.my.salesforce.com/services'],
    ['https://acme.my.salesforce.com?x=1'],
    ['https://127.0.0.1'],
    ['https://force.com'],
    [crms.url],
    ['javascript:alert(1)'],
    ['no address'],
  ])('%s is refused by name and leaves no state behind', async (loginUrl) => {
    const before = await t.db.asOwner('select count(*) from oauth_states');
    const answer = await owner.post('/api/integrations/salesforce/authorize', { loginUrl });
    expect(answer.status).toBe(400);
    expect(answer.body.details[0].path).toBe('loginUrl');
    expect(await t.db.asOwner('select count(*) from oauth_states')).toEqual(before);
  });

  it('is nothing that HubSpot has', async () => {
    const loginUrl = 'https://acme.my.salesforce.com';
    const answer = await owner.post('/api/integrations/hubspot/authorize', { loginUrl });
    expect(answer.status).toBe(400);
  });
});

describe('credentials', () => {
  it.each([
    [{ clientId: 'alone' }, 'clientSecret'],
    [{ clientSecret: 'alone' }, 'clientId'],
  ])('given by half are refused: %o', async (body, path) => {
    const answer = await owner.post('/api/integrations/salesforce/authorize', body);
    expect(answer.status).toBe(400);
    expect(answer.body.details[0].path).toBe(path);
  });
});

describe('the environment, when none is asked for,', () => {
  const client = { clientId: 'id', clientSecret: 'secret' };
  const demo = { url: 'http://127.0.0.1:4100', salesforce: client, hubspot: client };
  const salesforce = { platform: 'salesforce', trustsUrl: isSalesforceUrl } as const;
  const hubspot = { platform: 'hubspot', trustsUrl: () => false } as const;
  const unset: CrmDefaults = {
    salesforce: { loginUrl: null, client: null },
    hubspot: { appUrl: null, apiUrl: null, client: null },
    demo: null,
  };
  const loginAt = (loginUrl: string): CrmDefaults => ({
    ...unset,
    salesforce: { loginUrl, client },
  });

  it.each([
    ['production', salesforce, {}, { ...unset, salesforce: { loginUrl: null, client } }],
    ['production', salesforce, {}, loginAt('https://login.salesforce.com')],
    ['sandbox', salesforce, {}, loginAt('https://test.salesforce.com')],
    ['custom', salesforce, {}, loginAt('https://acme.my.salesforce.com')],
    ['custom', salesforce, { loginUrl: 'https://a.my.salesforce.com', ...client }, unset],
    ['demo', salesforce, {}, { ...unset, demo }],
    ['production', salesforce, client, { ...unset, demo }],
    ['demo', hubspot, {}, { ...unset, demo }],
    ['production', hubspot, client, unset],
    ['custom', hubspot, client, { ...unset, hubspot: { ...unset.hubspot, appUrl: demo.url } }],
  ])('is %s', (environment, vendor, wish, defaults) => {
    expect(chooseClient(vendor, wish, defaults).environment).toBe(environment);
  });

  it('asks for a client when nobody has one', () => {
    expect(() => chooseClient(salesforce, {}, unset)).toThrow(/client id and secret/);
    expect(() => chooseClient(salesforce, { environment: 'demo' }, unset)).toThrow(/DEMO=1/);
  });

  it('goes to the vendor’s own hosts for production and sandbox, whatever else is configured', () => {
    const defaults = loginAt('https://acme.my.salesforce.com');
    const at = (environment: 'production' | 'sandbox') =>
      chooseClient(salesforce, { environment }, defaults).client;
    expect(at('production')).toMatchObject({
      loginUrl: 'https://login.salesforce.com',
      reach: 'public',
    });
    expect(at('sandbox').loginUrl).toBe('https://test.salesforce.com');
    expect(chooseClient(hubspot, client, unset).client).toMatchObject({
      loginUrl: 'https://app.hubspot.com',
      apiUrl: 'https://api.hubapi.com',
    });
  });
});
