import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { giveConsent } from '../consent.ts';
import {
  authorizeUrl,
  connectSalesforce,
  get,
  getCode,
  makePkce,
  postForm,
  REDIRECT,
  refreshSalesforce,
  SALESFORCE_APP,
  startCrms,
  text,
} from '../test/support.ts';

const EXPIRED = { error: 'invalid_grant', error_description: 'expired access/refresh token' };

function codeForm(code: string, more: Record<string, string> = {}) {
  return {
    ...SALESFORCE_APP,
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT,
    code,
    ...more,
  };
}

describe('the authorize page', () => {
  it('offers every org and sends code and state back to the app', async () => {
    const crms = await startCrms();
    const page = await (await fetch(authorizeUrl(crms, 'salesforce'))).text();
    for (const org of crms.salesforce.orgs) expect(page).toContain(`value="${org.key}"`);
    const target = new URL(
      await giveConsent(authorizeUrl(crms, 'salesforce'), { account: 'partners' }),
    );
    expect(target.origin + target.pathname).toBe(REDIRECT);
    expect(target.searchParams.get('code')).toMatch(/^aPrx/);
    expect(target.searchParams.get('state')).toBe('st&te "1"');
  });

  it('preselects the org that login_hint names', async () => {
    const crms = await startCrms();
    const page = await (
      await fetch(authorizeUrl(crms, 'salesforce', { login_hint: 'small' }))
    ).text();
    expect(page).toContain('value="small" checked');
    expect(page.match(/ checked/g)).toHaveLength(1);
  });

  it('tells the app of a refusal', async () => {
    const crms = await startCrms();
    const consent = { account: 'partners', decision: 'deny' as const };
    const target = new URL(await giveConsent(authorizeUrl(crms, 'salesforce'), consent));
    expect(Object.fromEntries(target.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'end-user denied authorization',
      state: 'st&te "1"',
    });
  });

  it.each([
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client_id'],
    ['a foreign address', { redirect_uri: 'https://evil.example/cb' }, 'redirect_uri_mismatch'],
    [
      'a loopback look-alike',
      { redirect_uri: 'http://localhost.evil.example/' },
      'redirect_uri_mismatch',
    ],
  ])('never redirects for %s', async (_case, more, error) => {
    const crms = await startCrms();
    const url = authorizeUrl(crms, 'salesforce', more);
    const page = await fetch(url, { redirect: 'manual' });
    expect(page.status).toBe(400);
    expect(page.headers.get('location')).toBeNull();
    expect(await page.text()).toContain(`error=${error}`);
  });

  it('redirects back with an error for another response type', async () => {
    const crms = await startCrms();
    const url = authorizeUrl(crms, 'salesforce', { response_type: 'token' });
    const target = new URL(await giveConsent(url, { account: 'small' }));
    expect(target.searchParams.get('error')).toBe('unsupported_response_type');
  });

  it('holds an app with registered addresses to exactly these', async () => {
    const crms = await startCrms();
    crms.salesforce.addApp({
      clientId: 'strict',
      clientSecret: 's',
      redirectUris: ['http://127.0.0.1:8080/cb'],
    });
    const ask = (redirect_uri: string) =>
      fetch(authorizeUrl(crms, 'salesforce', { client_id: 'strict', redirect_uri }));
    expect((await ask('http://127.0.0.1:8080/cb')).status).toBe(200);
    expect((await ask('http://127.0.0.1:8081/cb')).status).toBe(400);
  });
});

describe('the code exchange', () => {
  it('answers as Salesforce does: no expires_in, text time, signed identity', async () => {
    const crms = await startCrms();
    const { body, access } = await connectSalesforce(crms, 'partners');
    const org = crms.salesforce.org('partners');
    expect(Object.keys(body).sort()).toEqual([
      'access_token',
      'id',
      'instance_url',
      'issued_at',
      'refresh_token',
      'scope',
      'signature',
      'token_type',
    ]);
    expect(body['instance_url']).toBe(crms.url);
    expect(body['issued_at']).toMatch(/^\d{13}$/);
    expect(body['id']).toBe(`${crms.url}/id/${org.id}/${org.user.id}`);
    expect(org.id).toMatch(/^00D\w{15}$/);
    expect(access.startsWith(`${org.id.slice(0, 15)}!`)).toBe(true);
    const signed = text(body, 'id') + text(body, 'issued_at');
    const signature = createHmac('sha256', SALESFORCE_APP.client_secret).update(signed);
    expect(body['signature']).toBe(signature.digest('base64'));
  });

  it('gives each org its own id', async () => {
    const crms = await startCrms();
    const ids = crms.salesforce.orgs.map((org) => org.id);
    expect(new Set(ids).size).toBe(4);
  });

  it('wants the verifier of the challenge', async () => {
    const crms = await startCrms();
    const url = `${crms.url}/services/oauth2/token`;
    const pkce = { code_challenge: makePkce().challenge, code_challenge_method: 'S256' };
    const missing = await getCode(crms, 'salesforce', 'small', pkce);
    expect(await postForm(url, codeForm(missing))).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    const wrong = await getCode(crms, 'salesforce', 'small', pkce);
    const answer = await postForm(url, codeForm(wrong, { code_verifier: makePkce().verifier }));
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('takes a code once, from its client, for its address, within 15 minutes', async () => {
    const crms = await startCrms();
    const url = `${crms.url}/services/oauth2/token`;
    const fresh = () => getCode(crms, 'salesforce', 'small');
    const once = await fresh();
    expect((await postForm(url, codeForm(once))).status).toBe(200);
    expect((await postForm(url, codeForm(once))).body).toMatchObject({ error: 'invalid_grant' });
    const elsewhere = codeForm(await fresh(), { redirect_uri: 'http://localhost:3000/other' });
    expect((await postForm(url, elsewhere)).body).toMatchObject({ error: 'redirect_uri_mismatch' });
    crms.salesforce.addApp({ clientId: 'other', clientSecret: 'o' });
    const stolen = codeForm(await fresh(), { client_id: 'other', client_secret: 'o' });
    expect((await postForm(url, stolen)).body).toMatchObject({ error: 'invalid_grant' });
    const late = await fresh();
    crms.clock.advance(15 * 60 * 1000 + 1);
    expect((await postForm(url, codeForm(late))).body).toMatchObject({ error: 'invalid_grant' });
  });

  it.each([
    [{ client_id: 'nobody' }, 'invalid_client_id'],
    [{ client_secret: 'wrong' }, 'invalid_client'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
  ])('refuses %j', async (wrong, error) => {
    const crms = await startCrms();
    const answer = await postForm(`${crms.url}/services/oauth2/token`, codeForm('x', wrong));
    expect(answer).toMatchObject({ status: 400, body: { error } });
  });

  it('gives no refresh token when the scope does not ask for one', async () => {
    const crms = await startCrms();
    const code = await getCode(crms, 'salesforce', 'small', { scope: 'api' });
    const answer = await postForm(`${crms.url}/services/oauth2/token`, codeForm(code));
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('refresh_token');
  });
});

describe('refresh', () => {
  it('rotates: a new refresh token each time, which the handle knows', async () => {
    const crms = await startCrms();
    const first = await connectSalesforce(crms, 'partners');
    const answer = await refreshSalesforce(crms, first.refresh);
    expect(answer.status).toBe(200);
    const second = text(answer.body, 'refresh_token');
    expect(second).not.toBe(first.refresh);
    const org = crms.salesforce.org('partners');
    expect(org.liveRefreshToken()).toBe(second);
    expect([org.tokenCalls, org.refreshes, crms.salesforce.tokenCalls]).toEqual([2, 1, 2]);
    expect((await refreshSalesforce(crms, second)).status).toBe(200);
  });

  it('revokes the whole family when an old refresh token comes back', async () => {
    const crms = await startCrms();
    const first = await connectSalesforce(crms, 'partners');
    const second = await refreshSalesforce(crms, first.refresh);
    const access = text(second.body, 'access_token');
    const versions = `${crms.url}/services/data/v60.0/limits`;
    expect((await get(versions, access)).status).toBe(200);
    expect(await refreshSalesforce(crms, first.refresh)).toMatchObject({
      status: 400,
      body: EXPIRED,
    });
    const current = await refreshSalesforce(crms, text(second.body, 'refresh_token'));
    expect(current).toMatchObject({ status: 400, body: EXPIRED });
    expect((await get(versions, access)).status).toBe(401);
    expect(crms.salesforce.org('partners').liveRefreshToken()).toBeNull();
  });

  it('keeps the old refresh token, and names none, for an app without rotation', async () => {
    const crms = await startCrms();
    const app = { client_id: 'still', client_secret: 's' };
    crms.salesforce.addApp({ clientId: 'still', clientSecret: 's', rotation: false });
    const { refresh } = await connectSalesforce(crms, 'northwind', app);
    const answers = [
      await refreshSalesforce(crms, refresh, app),
      await refreshSalesforce(crms, refresh, app),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.body).not.toHaveProperty('refresh_token');
    }
  });

  it('forgets a refresh token that lay idle too long', async () => {
    const crms = await startCrms();
    const app = { client_id: 'idle', client_secret: 's' };
    crms.salesforce.addApp({ clientId: 'idle', clientSecret: 's', refreshIdleSeconds: 60 });
    const { refresh } = await connectSalesforce(crms, 'northwind', app);
    crms.clock.advance(59_000);
    const used = await refreshSalesforce(crms, refresh, app);
    expect(used.status).toBe(200);
    crms.clock.advance(61_000);
    const late = await refreshSalesforce(crms, text(used.body, 'refresh_token'), app);
    expect(late).toMatchObject({ status: 400, body: EXPIRED });
  });

  it('refuses another app the refresh token, and leaves the family alone', async () => {
    const crms = await startCrms();
    crms.salesforce.addApp({ clientId: 'other', clientSecret: 'o' });
    const { refresh } = await connectSalesforce(crms, 'northwind');
    const other = { client_id: 'other', client_secret: 'o' };
    expect((await refreshSalesforce(crms, refresh, other)).status).toBe(400);
    expect((await refreshSalesforce(crms, refresh)).status).toBe(200);
  });
});

describe('the other endpoints', () => {
  it('run client credentials as the app’s user, without a refresh token', async () => {
    const crms = await startCrms();
    const answer = await postForm(`${crms.url}/services/oauth2/token`, {
      grant_type: 'client_credentials',
      client_id: 'partneros-demo-salesforce-integration',
      client_secret: 'demo-secret-salesforce-integration',
    });
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('refresh_token');
    expect(answer.body['id']).toContain(crms.salesforce.org('partners').id);
    const refused = { ...SALESFORCE_APP, grant_type: 'client_credentials' };
    const refusal = await postForm(`${crms.url}/services/oauth2/token`, refused);
    expect(refusal).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('revoke a refresh token with its access tokens, an access token alone', async () => {
    const crms = await startCrms();
    const limits = `${crms.url}/services/data/v60.0/limits`;
    const one = await connectSalesforce(crms, 'northwind');
    await postForm(`${crms.url}/services/oauth2/revoke`, { token: one.access });
    expect((await get(limits, one.access)).status).toBe(401);
    const renewed = await refreshSalesforce(crms, one.refresh);
    expect(renewed.status).toBe(200);
    const gone = { token: text(renewed.body, 'refresh_token') };
    const answer = await postForm(`${crms.url}/services/oauth2/revoke`, gone);
    expect(answer).toMatchObject({ status: 200, body: {} });
    expect((await get(limits, text(renewed.body, 'access_token'))).status).toBe(401);
  });

  it('introspect living and dead tokens', async () => {
    const crms = await startCrms();
    const { access, refresh } = await connectSalesforce(crms, 'northwind');
    const ask = (token: string) =>
      postForm(`${crms.url}/services/oauth2/introspect`, { ...SALESFORCE_APP, token });
    expect((await ask(access)).body).toMatchObject({ active: true, token_type: 'access_token' });
    expect((await ask(refresh)).body).toMatchObject({ active: true, token_type: 'refresh_token' });
    crms.salesforce.org('northwind').expireAccessTokens();
    expect((await ask(access)).body).toEqual({ active: false });
    crms.salesforce.org('northwind').revokeGrant();
    expect((await ask(refresh)).body).toEqual({ active: false });
  });

  it('tell who is connected', async () => {
    const crms = await startCrms();
    const { access, body } = await connectSalesforce(crms, 'northwind');
    const org = crms.salesforce.org('northwind');
    const expected = { organization_id: org.id, user_id: org.user.id, email: org.user.email };
    expect((await get(`${crms.url}/services/oauth2/userinfo`, access)).body).toMatchObject(
      expected,
    );
    expect((await get(text(body, 'id'), access)).body).toMatchObject(expected);
  });
});
