import { describe, expect, it } from 'vitest';
import { giveConsent } from '../consent.ts';
import {
  authorizeUrl,
  connectHubspot,
  get,
  getCode,
  HUBSPOT_APP,
  HUBSPOT_SCOPES,
  makePkce,
  postForm,
  REDIRECT,
  startCrms,
} from '../test/support.ts';

const BAD_REFRESH_TOKEN = {
  error: 'invalid_grant',
  error_description: 'refresh token is invalid, expired or revoked',
  status: 'BAD_REFRESH_TOKEN',
};

describe('the authorize page', () => {
  it('offers every portal and sends code and state back', async () => {
    const crms = await startCrms();
    const page = await (await fetch(authorizeUrl(crms, 'hubspot'))).text();
    for (const portal of crms.hubspot.portals) expect(page).toContain(`value="${portal.key}"`);
    const url = authorizeUrl(crms, 'hubspot');
    const target = new URL(await giveConsent(url, { account: 'bluepeak' }));
    expect(target.origin + target.pathname).toBe(REDIRECT);
    expect(target.searchParams.get('state')).toBe('st&te "1"');
    expect(target.searchParams.get('code')).toBeTruthy();
  });

  it('tells the app of a refusal', async () => {
    const crms = await startCrms();
    const url = authorizeUrl(crms, 'hubspot');
    const target = new URL(await giveConsent(url, { account: 'aurora', decision: 'deny' }));
    expect(target.searchParams.get('error')).toBe('access_denied');
    expect(target.searchParams.has('code')).toBe(false);
  });

  it.each([
    ['an unknown client', { client_id: 'nobody' }],
    ['a foreign address', { redirect_uri: 'https://evil.example/cb' }],
    ['no scope', { scope: '' }],
  ])('never redirects for %s', async (_case, more) => {
    const crms = await startCrms();
    const page = await fetch(authorizeUrl(crms, 'hubspot', more), { redirect: 'manual' });
    expect(page.status).toBe(400);
    expect(page.headers.get('location')).toBeNull();
  });
});

describe('tokens', () => {
  it('come with life, portal, user and scopes', async () => {
    const crms = await startCrms();
    const { body } = await connectHubspot(crms, 'bluepeak', { optional_scope: 'tickets' });
    expect(body).toMatchObject({
      expires_in: 1800,
      token_type: 'bearer',
      token_use: 'access_token',
      hub_id: 44210977,
      user_id: 9123456,
      scopes: [...HUBSPOT_SCOPES.split(' '), 'tickets'],
    });
  });

  it('are refreshed with the same refresh token again and again', async () => {
    const crms = await startCrms();
    const { refresh, access } = await connectHubspot(crms, 'aurora');
    const form = { ...HUBSPOT_APP, grant_type: 'refresh_token', refresh_token: refresh };
    for (const version of ['2026-03', 'v3']) {
      const answer = await postForm(`${crms.url}/oauth/${version}/token`, form);
      expect(answer).toMatchObject({ status: 200, body: { refresh_token: refresh } });
      expect(answer.body['access_token']).not.toBe(access);
    }
    expect(crms.hubspot.portal('aurora').refreshes).toBe(2);
    expect((await get(`${crms.url}/account-info/v3/details`, access)).status).toBe(200);
  });

  it('rotate for an app that is told to', async () => {
    const crms = await startCrms();
    crms.hubspot.addApp({
      clientId: HUBSPOT_APP.client_id,
      clientSecret: HUBSPOT_APP.client_secret,
      rotation: true,
    });
    const { refresh } = await connectHubspot(crms, 'aurora');
    const form = { ...HUBSPOT_APP, grant_type: 'refresh_token', refresh_token: refresh };
    const answer = await postForm(`${crms.url}/oauth/2026-03/token`, form);
    expect(answer.body['refresh_token']).not.toBe(refresh);
  });

  it('are refused for parameters in the address instead of the body', async () => {
    const crms = await startCrms();
    const { refresh } = await connectHubspot(crms, 'aurora');
    const query = new URLSearchParams({
      ...HUBSPOT_APP,
      grant_type: 'refresh_token',
      refresh_token: refresh,
    });
    const answer = await postForm(`${crms.url}/oauth/2026-03/token?${query.toString()}`, {});
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('are refused with HubSpot’s own words when the grant is gone', async () => {
    const crms = await startCrms();
    const { refresh } = await connectHubspot(crms, 'aurora');
    crms.hubspot.portal('aurora').revokeGrant();
    const form = { ...HUBSPOT_APP, grant_type: 'refresh_token', refresh_token: refresh };
    const answer = await postForm(`${crms.url}/oauth/2026-03/token`, form);
    expect(answer).toMatchObject({ status: 400, body: BAD_REFRESH_TOKEN });
  });

  it.each([
    [{ client_id: 'nobody' }, 'BAD_CLIENT_ID'],
    [{ client_secret: 'wrong' }, 'BAD_CLIENT_SECRET'],
    [{ grant_type: 'password' }, 'BAD_GRANT_TYPE'],
    [{ code: 'unknown' }, 'BAD_AUTH_CODE'],
    [{ redirect_uri: 'http://localhost:3000/other' }, 'BAD_REDIRECT_URI'],
  ])('are refused for %j', async (wrong, status) => {
    const crms = await startCrms();
    const code = await getCode(crms, 'hubspot', 'aurora');
    const form = { ...HUBSPOT_APP, grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
    const answer = await postForm(`${crms.url}/oauth/2026-03/token`, { ...form, ...wrong });
    expect(answer).toMatchObject({ status: 400, body: { status } });
  });

  it('want the verifier when a challenge was sent', async () => {
    const crms = await startCrms();
    const { challenge, verifier } = makePkce();
    const exchange = async (code_verifier: string) => {
      const code = await getCode(crms, 'hubspot', 'aurora', { code_challenge: challenge });
      return postForm(`${crms.url}/oauth/2026-03/token`, {
        ...HUBSPOT_APP,
        grant_type: 'authorization_code',
        redirect_uri: REDIRECT,
        code,
        code_verifier,
      });
    };
    expect((await exchange(makePkce().verifier)).status).toBe(400);
    expect((await exchange(verifier)).status).toBe(200);
  });

  it('can be introspected and revoked', async () => {
    const crms = await startCrms();
    const { access, refresh } = await connectHubspot(crms, 'aurora');
    const ask = (token: string) =>
      postForm(`${crms.url}/oauth/2026-03/token/introspect`, { ...HUBSPOT_APP, token });
    expect((await ask(access)).body).toMatchObject({
      active: true,
      hub_id: 26114903,
      token_use: 'access_token',
      user: 'integration@aurora.example',
    });
    expect((await ask(access)).body['expires_in']).toBeGreaterThan(1700);
    const form = { ...HUBSPOT_APP, token: refresh };
    const answer = await postForm(`${crms.url}/oauth/2026-03/token/revoke`, form);
    expect(answer).toMatchObject({ status: 204, body: {} });
    expect((await ask(access)).body).toEqual({ active: false });
    expect((await get(`${crms.url}/account-info/v3/details`, access)).status).toBe(401);
  });

  it('expire with the age in words, which is not the answer to a made-up token', async () => {
    const crms = await startCrms();
    const { access } = await connectHubspot(crms, 'aurora');
    const url = `${crms.url}/account-info/v3/details`;
    crms.clock.advance(1800 * 1000 + 5 * 3600 * 1000 + 1000);
    expect(await get(url, access)).toMatchObject({
      status: 401,
      body: {
        status: 'error',
        message: 'The OAuth token used to make this call expired 5 hour(s) ago.',
        category: 'EXPIRED_AUTHENTICATION',
      },
    });
    expect(await get(url, 'made-up')).toMatchObject({
      status: 401,
      body: { category: 'INVALID_AUTHENTICATION' },
    });
  });
});
