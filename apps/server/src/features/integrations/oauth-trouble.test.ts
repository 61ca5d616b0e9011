/** A CRM that fails or means harm while it is connected or called: nothing wrong stored, no token lost. */
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { FaultAction } from '../../../../../simulators/index.ts';
import { authorize, comeBack, connect, consent, type Platform } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';
import { ageTokenRefresh, connectionRow, startStranger } from '../../../test/integrations.ts';

const t = await startTestApp({ environment: { ROLE: 'web' } });
const stranger = await startStranger();
afterAll(async () => {
  await t.close();
  stranger.close();
});
const owner = await t.signIn('owner');
const accounts = { salesforce: 'partners', hubspot: 'bluepeak' } as const;

afterEach(() => {
  t.crms.faults.clear();
  // Whatever a CRM says: not one request leaves for elsewhere, with or without a token.
  expect(stranger.heard).toEqual([]);
});

async function connections(): Promise<unknown[]> {
  return t.db.asOwner('select * from connections order by id');
}

function livingGrants(platform: Platform): number {
  const key = accounts[platform];
  const { salesforce, hubspot } = t.crms;
  return (platform === 'salesforce' ? salesforce.org(key) : hubspot.portal(key)).livingGrants();
}

async function connectUnder(platform: Platform, call: string, then: FaultAction) {
  const fault = t.crms.faults.add({ match: { crm: platform, call }, then });
  const end = await connect(owner, platform, accounts[platform]);
  expect(fault.struck).toBe(1);
  return end;
}

const platforms = ['salesforce', 'hubspot'] as const;
/** What a token endpoint may do to the exchange of a code, and what the person is told. */
const tokenTrouble: readonly (readonly [string, FaultAction])[] = [
  ['crm_failed', { kind: 'rate_limited' }],
  ['crm_failed', { kind: 'server_error' }],
  ['crm_failed', { kind: 'status', status: 503, body: 'secret-of-the-crm' }],
  ['crm_failed', { kind: 'html', page: '<h1>secret-of-the-crm</h1>' }],
  ['crm_failed', { kind: 'ok_with_error' }],
  ['crm_failed', { kind: 'half_body' }],
  ['crm_failed', { kind: 'reset', before: true }],
  ['crm_failed', { kind: 'reset' }],
  ['exchange_failed', { kind: 'status', status: 400, body: { error: 'invalid_client' } }],
  ['exchange_failed', { kind: 'status', status: 400, body: { error: 'invalid_grant' } }],
  ['untrusted_instance', { kind: 'hostile', redirectTo: `${stranger.url}/token` }],
];
const accountTrouble: readonly (readonly [string, FaultAction])[] = [
  ...tokenTrouble.filter(([outcome]) => outcome === 'crm_failed'),
  ['crm_failed', { kind: 'expire_token' }],
  ['untrusted_instance', { kind: 'hostile', redirectTo: `${stranger.url}/me` }],
];

describe.each(platforms)('a connect of %s', (platform) => {
  it.each(tokenTrouble)('ends as %s when the exchange meets %o', async (outcome, fault) => {
    const before = await connections();
    expect(await connectUnder(platform, 'token', fault)).toEqual({ outcome, connectionId: '' });
    expect(await connections()).toEqual(before);
  });

  it.each(accountTrouble)(
    'ends as %s when the account cannot be read (%o), and the tokens go back',
    async (outcome, fault) => {
      const living = livingGrants(platform);
      const call = platform === 'salesforce' ? 'userinfo' : 'account_info';
      const end = await connectUnder(platform, call, fault);
      expect(end).toEqual({ outcome, connectionId: '' });
      expect(await connections()).toEqual([]);
      expect(livingGrants(platform)).toBe(living);
    },
  );

  it('can be begun again after all that', async () => {
    const { outcome, connectionId } = await connect(owner, platform, accounts[platform]);
    expect(outcome).toBe('connected');
    await owner.post(`/api/integrations/${connectionId}/disconnect`);
    await t.db.asOwner('delete from connections');
  });
});

describe('an org that names a foreign place', () => {
  it.each([
    ['another server', stranger.url],
    ['another server, dressed up', stranger.url.replace('//', '//login.salesforce.com@')],
    ['another port of its own', t.crms.url.replace(/\d+$/, '1')],
    ['a suffix of ours in a foreign name', 'https://acme.my.salesforce.com.evil.example'],
    ['plain http at the vendor', 'http://acme.my.salesforce.com'],
    ['no address at all', 'na135'],
  ])('as its instance is not connected: %s', async (_what, instanceUrl) => {
    const then = { kind: 'hostile', instanceUrl } as const;
    const end = await connectUnder('salesforce', 'token', then);
    expect(end).toEqual({ outcome: 'untrusted_instance', connectionId: '' });
    expect(await connections()).toEqual([]);
  });

  it('for the rest of a query’s answer is not followed', async () => {
    const nextRecordsUrl = `${stranger.url}/services/data/v67.0/query/01g`;
    const then = { kind: 'hostile', nextRecordsUrl } as const;
    const { outcome, connectionId } = await connectUnder('salesforce', 'query', then);
    expect(outcome).toBe('connected');
    await owner.post(`/api/integrations/${connectionId}/disconnect`);
  });

  it('while it is refreshed loses its connection rather than our tokens', async () => {
    const { connectionId } = await connect(owner, 'salesforce', 'northwind');
    const org = t.crms.salesforce.org('northwind');
    org.expireAccessTokens();
    const then = { kind: 'hostile', instanceUrl: stranger.url } as const;
    t.crms.faults.add({ match: { call: 'token', accountId: org.id }, then });
    const path = `/api/integrations/${connectionId}/objects`;
    expect((await owner.get(path)).status).toBe(502);
    expect((await connectionRow(t.db, connectionId))['instance_url']).toBe(t.crms.url);
    await ageTokenRefresh(t.db, connectionId);
    // The tokens of the hostile answer are not known; the old one is used up: a person must decide.
    expect((await owner.get(path)).status).toBe(422);
    const status = await owner.get(`/api/integrations/${connectionId}/status`);
    expect(status.body.status).toBe('reauth_required');
  });
});

describe('a redirect', () => {
  it.each([
    ['salesforce', 'describe_global', 'objects'],
    ['hubspot', 'schemas', 'objects'],
    ['salesforce', 'describe', 'schema/refresh'],
    ['hubspot', 'schema', 'schema/refresh'],
    ['salesforce', 'token', 'objects'],
    ['hubspot', 'token', 'objects'],
  ] as const)('of %s’s %s is not followed and ends in 502', async (platform, call, path) => {
    const { connectionId } = await connect(owner, platform, accounts[platform]);
    const key = accounts[platform];
    if (call === 'token') {
      const { salesforce, hubspot } = t.crms;
      (platform === 'salesforce' ? salesforce.org(key) : hubspot.portal(key)).expireAccessTokens();
    }
    const redirectTo = `${stranger.url}/${call}`;
    t.crms.faults.add({
      match: { crm: platform, call },
      times: Number.POSITIVE_INFINITY,
      then: { kind: 'hostile', redirectTo },
    });
    const url = `/api/integrations/${connectionId}/${path}`;
    const answer = path === 'objects' ? await owner.get(url) : await owner.post(url, {});
    expect(answer.status).toBe(502);
    expect(answer.body.code).toBe('upstream_failed');
    expect(answer.text).not.toContain(stranger.url);
  });

  it('of the consent page is the browser’s affair: the callback takes no address from it', async () => {
    const back = await consent(await authorize(owner, 'salesforce'), { account: 'small' });
    back.searchParams.set('sfdc_community_url', stranger.url);
    back.searchParams.set('instance_url', stranger.url);
    const end = await comeBack(owner, back);
    expect(end.outcome).toBe('connected');
    expect((await connectionRow(t.db, end.connectionId))['instance_url']).toBe(t.crms.url);
  });
});

describe('what a CRM said', () => {
  it('is in no log line', () => {
    expect(t.logLines.join('\n')).not.toContain('secret-of-the-crm');
    expect(t.logLines.join('\n')).toContain('Connecting failed');
  });
});
