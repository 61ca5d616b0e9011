/** `/services/oauth2/*` of Salesforce (spec 06, 1.1–1.3). */
import { createHmac } from 'node:crypto';
import type { Grant } from '../shared/grants.ts';
import { answersChallenge, clientOf, randomText } from '../shared/oauth.ts';
import type { Route } from '../shared/router.ts';
import type { WireRequest, WireResponse } from '../shared/wire.ts';
import { bearerOf, empty, formOf, json } from '../shared/wire.ts';
import { decide, showConsent } from './consent.ts';
import { oauthError } from './errors.ts';
import type { SalesforceOrg } from './org.ts';
import type { SalesforceApp, SalesforceSimulator } from './simulator.ts';

const EXPIRED_GRANT = () => oauthError('invalid_grant', 'expired access/refresh token');

export function salesforceOauthRoutes(crm: SalesforceSimulator): Route[] {
  const at = (method: string, name: string, call: string, handle: Route['handle']): Route => ({
    method,
    pattern: `/services/oauth2/${name}`,
    call,
    handle,
  });
  return [
    at('GET', 'authorize', 'authorize', (request) => showConsent(crm, request)),
    at('POST', 'authorize', 'authorize_decision', (request) => decide(crm, request)),
    at('POST', 'token', 'token', (request) => exchange(crm, request)),
    at('POST', 'revoke', 'revoke', (request) => revoke(crm, formOf(request).get('token'))),
    at('GET', 'revoke', 'revoke', (request) => revoke(crm, request.query.get('token'))),
    at('POST', 'introspect', 'introspect', (request) => introspect(crm, request)),
    at('GET', 'userinfo', 'userinfo', (request) => userInfo(crm, request)),
    at('POST', 'userinfo', 'userinfo', (request) => userInfo(crm, request)),
    {
      method: 'GET',
      pattern: '/id/:orgId/:userId',
      call: 'identity',
      handle: (request) => userInfo(crm, request),
    },
  ];
}

function exchange(crm: SalesforceSimulator, request: WireRequest): WireResponse {
  crm.tokenCalls += 1;
  const form = formOf(request);
  const client = clientOf(request);
  const app = crm.findApp(client.id);
  if (!app) return oauthError('invalid_client_id', 'client identifier invalid');
  if (client.secret !== app.clientSecret) {
    return oauthError('invalid_client', 'invalid client credentials');
  }
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(crm, app, form);
    case 'refresh_token':
      return refresh(crm, app, form);
    case 'client_credentials':
      return clientCredentials(crm, app);
    default:
      return oauthError('unsupported_grant_type', 'grant type not supported');
  }
}

function exchangeCode(
  crm: SalesforceSimulator,
  app: SalesforceApp,
  form: URLSearchParams,
): WireResponse {
  const code = crm.codes.take(form.get('code') ?? '', crm.clock.now());
  if (!code) return oauthError('invalid_grant', 'expired authorization code');
  if (code.clientId !== app.clientId) {
    return oauthError('invalid_grant', 'invalid authorization code');
  }
  if (code.redirectUri !== form.get('redirect_uri')) {
    return oauthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
  }
  const refusal = checkVerifier(code.challenge, form.get('code_verifier'));
  if (refusal) return refusal;
  const org = crm.org(code.grant.orgKey);
  org.tokenCalls += 1;
  const withRefresh = /\b(refresh_token|offline_access|full)\b/.test(code.grant.scope);
  const grant = crm.grants.create(app.clientId, org.key, code.grant.scope, withRefresh);
  return tokenAnswer(crm, app, org, grant, grant.refreshToken);
}

/** Spec 06, 1.2: a missing verifier is `invalid_grant`, a wrong one `invalid_request`. */
function checkVerifier(challenge: string | undefined, verifier: string | null) {
  if (challenge === undefined) return undefined;
  if (verifier === null) return oauthError('invalid_grant', 'missing required code verifier');
  if (answersChallenge(challenge, verifier)) return undefined;
  return oauthError('invalid_request', 'invalid code verifier');
}

function refresh(
  crm: SalesforceSimulator,
  app: SalesforceApp,
  form: URLSearchParams,
): WireResponse {
  const outcome = crm.grants.refresh(form.get('refresh_token') ?? '', app.clientId, {
    rotation: app.rotation,
    idleSeconds: app.refreshIdleSeconds,
  });
  if (outcome.kind === 'unknown') return EXPIRED_GRANT();
  const org = crm.org(outcome.grant.accountKey);
  org.tokenCalls += 1;
  if (outcome.kind !== 'refreshed') {
    crm.changed();
    return EXPIRED_GRANT();
  }
  org.refreshes += 1;
  // without rotation the answer names no refresh token: the old one stays good
  const named = outcome.rotated ? outcome.grant.refreshToken : null;
  return tokenAnswer(crm, app, org, outcome.grant, named);
}

function clientCredentials(crm: SalesforceSimulator, app: SalesforceApp): WireResponse {
  if (app.runAsOrg === undefined) {
    return oauthError('invalid_grant', 'no client credentials user enabled');
  }
  const org = crm.org(app.runAsOrg);
  org.tokenCalls += 1;
  const grant = crm.grants.create(app.clientId, org.key, app.scope, false);
  return tokenAnswer(crm, app, org, grant, null);
}

/** Access tokens begin with the 15-character org id (seen in public issue threads). */
function newAccessToken(org: SalesforceOrg): string {
  return `${org.id.slice(0, 15)}!AQ${randomText(60)}`;
}

/** No `expires_in`; `issued_at` is text; the signature covers id and time (spec 06, 1.2). */
function tokenAnswer(
  crm: SalesforceSimulator,
  app: SalesforceApp,
  org: SalesforceOrg,
  grant: Grant,
  refreshToken: string | null,
): WireResponse {
  const issuedAt = String(crm.clock.now());
  const id = crm.identityUrl(org);
  const answer = {
    access_token: crm.grants.issueAccessToken(grant, newAccessToken(org), app.sessionSeconds),
    ...(refreshToken !== null && { refresh_token: refreshToken }),
    signature: createHmac('sha256', app.clientSecret)
      .update(id + issuedAt)
      .digest('base64'),
    scope: grant.scope,
    instance_url: crm.url,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  };
  crm.changed();
  return json(200, answer, { 'cache-control': 'no-cache, no-store' });
}

/** 200 without a body; revoking a refresh token kills its access tokens too (spec 06, 1.2). */
function revoke(crm: SalesforceSimulator, token: string | null): WireResponse {
  const grant = crm.grants.findByAnyToken(token ?? '');
  if (!grant || grant.revoked)
    return oauthError('unsupported_token_type', 'this token type is not supported');
  const isRefreshToken = grant.refreshToken === token || grant.retired.includes(token ?? '');
  if (isRefreshToken) crm.grants.revoke(grant);
  else crm.grants.revokeAccessToken(token ?? '');
  crm.changed();
  return empty(200);
}

function introspect(crm: SalesforceSimulator, request: WireRequest): WireResponse {
  const client = clientOf(request);
  const app = crm.findApp(client.id);
  if (!app || client.secret !== app.clientSecret) {
    return oauthError('invalid_client', 'invalid client credentials', 401);
  }
  const token = crm.grants.findLiving(formOf(request).get('token') ?? '');
  if (!token) return json(200, { active: false });
  const { grant, expiresAt } = token;
  const org = crm.org(grant.accountKey);
  const seconds = Math.floor(grant.lastUsedAt / 1000);
  return json(200, {
    active: true,
    scope: grant.scope,
    client_id: grant.clientId,
    username: org.user.username,
    sub: crm.identityUrl(org),
    token_type: expiresAt === null ? 'refresh_token' : 'access_token',
    ...(expiresAt !== null && { exp: Math.floor(expiresAt / 1000) }),
    iat: seconds,
    nbf: seconds,
  });
}

function userInfo(crm: SalesforceSimulator, request: WireRequest): WireResponse {
  const access = crm.grants.findByAccessToken(bearerOf(request) ?? '');
  if (!access) {
    const headers = { 'content-type': 'text/html;charset=UTF-8' };
    return { status: 403, headers, body: 'Bad_OAuth_Token' }; // [hypothesis]
  }
  const { user, id } = crm.org(access.grant.accountKey);
  const identity = crm.identityUrl(crm.org(access.grant.accountKey));
  return json(200, {
    sub: identity,
    user_id: user.id,
    organization_id: id,
    preferred_username: user.username,
    nickname: user.username.split('@')[0],
    name: `${user.firstName} ${user.lastName}`,
    email: user.email,
    email_verified: true,
    given_name: user.firstName,
    family_name: user.lastName,
    zoneinfo: 'Europe/Berlin',
    urls: {
      rest: `${crm.url}/services/data/v{version}/`,
      sobjects: `${crm.url}/services/data/v{version}/sobjects/`,
      query: `${crm.url}/services/data/v{version}/query/`,
    },
    active: true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 3600000,
    updated_at: '2026-01-12T09:30:00Z',
  });
}
