/** HubSpot's consent page and `/oauth/2026-03/*`, also as `/oauth/v3/*` (spec 06, 2.1). */
import { authorizeErrorPage, consentPage } from '../shared/consent-page.ts';
import type { Grant } from '../shared/grants.ts';
import {
  answersChallenge,
  CODE_LIFETIME_MS,
  clientOf,
  isRedirectAllowed,
  randomText,
} from '../shared/oauth.ts';
import type { Route } from '../shared/router.ts';
import type { WireRequest, WireResponse } from '../shared/wire.ts';
import { empty, formOf, html, json, redirect } from '../shared/wire.ts';
import { oauthError } from './errors.ts';
import type { HubspotPortal } from './portal.ts';
import type { HubspotApp, HubspotSimulator } from './simulator.ts';

const COLOUR = '#c2410c';
const PASSED_ON = [
  'client_id',
  'redirect_uri',
  'scope',
  'optional_scope',
  'state',
  'code_challenge',
  'code_challenge_method',
] as const;

export function hubspotOauthRoutes(crm: HubspotSimulator): Route[] {
  const at = (version: string): Route[] => [
    post(`/oauth/${version}/token`, 'token', (request) => exchange(crm, request)),
    post(`/oauth/${version}/token/introspect`, 'introspect', (request) => introspect(crm, request)),
    post(`/oauth/${version}/token/revoke`, 'revoke', (request) => revoke(crm, request)),
  ];
  return [
    {
      method: 'GET',
      pattern: '/oauth/authorize',
      call: 'authorize',
      handle: (request) => showConsent(crm, request),
    },
    post('/oauth/authorize', 'authorize_decision', (request) => decide(crm, request)),
    ...at('2026-03'),
    ...at('v3'),
  ];
}

function post(pattern: string, call: string, handle: Route['handle']): Route {
  return { method: 'POST', pattern, call, handle };
}

type Checked =
  | { ok: true; app: HubspotApp; redirectUri: string }
  | { ok: false; response: WireResponse };

function refuse(error: string, description: string): Checked {
  const page = authorizeErrorPage('HubSpot', COLOUR, error, description);
  return { ok: false, response: html(400, page) };
}

/** HubSpot takes `response_type` for granted; a wrong client or address ends on its own page. */
function checkAuthorize(crm: HubspotSimulator, parameters: URLSearchParams): Checked {
  const app = crm.findApp(parameters.get('client_id') ?? '');
  if (!app) return refuse('invalid_client', 'the client id is not known');
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (!isRedirectAllowed(app, redirectUri)) {
    return refuse('redirect_uri_mismatch', 'the redirect address is not registered');
  }
  if ((parameters.get('scope') ?? '').trim() === '') {
    return refuse('invalid_scope', 'the address names no scope');
  }
  return { ok: true, app, redirectUri };
}

function showConsent(crm: HubspotSimulator, request: WireRequest): WireResponse {
  const checked = checkAuthorize(crm, request.query);
  if (!checked.ok) return checked.response;
  const hidden: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = request.query.get(name);
    if (value !== null) hidden[name] = value;
  }
  const hint = request.query.get('login_hint') ?? '';
  const page = consentPage({
    crm: 'Demo HubSpot',
    colour: COLOUR,
    appName: checked.app.name,
    action: '/oauth/authorize',
    field: 'portal',
    question: 'Which account do you want to connect?',
    choices: crm.portals.map((portal) => ({
      value: portal.key,
      name: portal.settings.name,
      detail: `${portal.settings.uiDomain} · ${portal.id}`,
    })),
    selected: (crm.findPortal(hint) ?? crm.portals[0])?.key ?? '',
    scopes: scopesOf(request.query),
    hidden,
  });
  return html(200, page);
}

function scopesOf(parameters: URLSearchParams): string[] {
  const text = `${parameters.get('scope') ?? ''} ${parameters.get('optional_scope') ?? ''}`;
  return [...new Set(text.split(' ').filter(Boolean))];
}

function decide(crm: HubspotSimulator, request: WireRequest): WireResponse {
  const form = formOf(request);
  const checked = checkAuthorize(crm, form);
  if (!checked.ok) return checked.response;
  const state = form.get('state') ?? undefined;
  if (form.get('decision') !== 'allow') {
    return redirect(checked.redirectUri, {
      error: 'access_denied',
      error_description: 'The user denied access to the app',
      state,
    });
  }
  const portal = crm.findPortal(form.get('portal') ?? '');
  if (!portal) return html(400, authorizeErrorPage('HubSpot', COLOUR, 'invalid', 'no account'));
  const code = crm.codes.issue(`na1-${randomText(24)}`, {
    clientId: checked.app.clientId,
    redirectUri: checked.redirectUri,
    challenge: form.get('code_challenge') ?? undefined,
    grant: { portalKey: portal.key, scope: scopesOf(form).join(' ') },
    expiresAt: crm.clock.now() + CODE_LIFETIME_MS,
  });
  return redirect(checked.redirectUri, { code, state });
}

const TOKEN_PARAMETERS = ['grant_type', 'client_id', 'client_secret', 'code', 'refresh_token'];

function exchange(crm: HubspotSimulator, request: WireRequest): WireResponse {
  crm.tokenCalls += 1;
  if (TOKEN_PARAMETERS.some((name) => request.query.has(name))) {
    // parameters belong into the body since the dated API (migration guide)
    return oauthError('invalid_request', 'BAD_REQUEST', 'parameters must be in the form body');
  }
  const form = formOf(request);
  const client = clientOf(request);
  const app = crm.findApp(client.id);
  if (!app) return oauthError('invalid_client', 'BAD_CLIENT_ID', 'missing or unknown client id');
  if (client.secret !== app.clientSecret) {
    return oauthError('invalid_client', 'BAD_CLIENT_SECRET', 'missing or invalid client secret');
  }
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(crm, app, form);
    case 'refresh_token':
      return refresh(crm, app, form);
    default:
      return oauthError(
        'unsupported_grant_type',
        'BAD_GRANT_TYPE',
        'missing or unknown grant type',
      );
  }
}

function exchangeCode(crm: HubspotSimulator, app: HubspotApp, form: URLSearchParams): WireResponse {
  const code = crm.codes.take(form.get('code') ?? '', crm.clock.now());
  if (!code || code.clientId !== app.clientId) {
    return oauthError('invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code');
  }
  if (code.redirectUri !== form.get('redirect_uri')) {
    const message = 'redirect address does not match the one of the code';
    return oauthError('invalid_grant', 'BAD_REDIRECT_URI', message);
  }
  const verifier = form.get('code_verifier');
  if (code.challenge !== undefined && !answersChallenge(code.challenge, verifier ?? '')) {
    return oauthError('invalid_grant', 'BAD_CODE_VERIFIER', 'missing or wrong code verifier');
  }
  const portal = crm.portal(code.grant.portalKey);
  portal.tokenCalls += 1;
  const grant = crm.grants.create(app.clientId, portal.key, code.grant.scope, true);
  return tokenAnswer(crm, app, portal, grant);
}

function refresh(crm: HubspotSimulator, app: HubspotApp, form: URLSearchParams): WireResponse {
  const outcome = crm.grants.refresh(form.get('refresh_token') ?? '', app.clientId, {
    rotation: app.rotation,
    idleSeconds: Number.POSITIVE_INFINITY,
  });
  if (outcome.kind !== 'unknown') crm.portal(outcome.grant.accountKey).tokenCalls += 1;
  if (outcome.kind !== 'refreshed') {
    crm.changed();
    const message = 'refresh token is invalid, expired or revoked';
    return oauthError('invalid_grant', 'BAD_REFRESH_TOKEN', message);
  }
  const portal = crm.portal(outcome.grant.accountKey);
  portal.refreshes += 1;
  return tokenAnswer(crm, app, portal, outcome.grant);
}

/** The refresh token comes with every answer; it changes only for an app told to rotate. */
function tokenAnswer(
  crm: HubspotSimulator,
  app: HubspotApp,
  portal: HubspotPortal,
  grant: Grant,
): WireResponse {
  const token = crm.grants.issueAccessToken(grant, `CN${randomText(80)}`, app.expiresIn);
  crm.changed();
  return json(200, {
    access_token: token,
    refresh_token: grant.refreshToken,
    expires_in: app.expiresIn,
    token_type: 'bearer',
    token_use: 'access_token',
    hub_id: portal.portalId,
    scopes: grant.scope.split(' '),
    user_id: portal.user.id,
  });
}

function introspect(crm: HubspotSimulator, request: WireRequest): WireResponse {
  const app = crm.findApp(clientOf(request).id);
  if (!app) return oauthError('invalid_client', 'BAD_CLIENT_ID', 'missing or unknown client id');
  const value = formOf(request).get('token') ?? '';
  const token = crm.grants.findLiving(value);
  if (!token) return json(200, { active: false });
  const { grant, expiresAt } = token;
  const portal = crm.portal(grant.accountKey);
  const left = expiresAt === null ? null : Math.floor((expiresAt - crm.clock.now()) / 1000);
  return json(200, {
    active: true,
    app_id: app.appId,
    client_id: app.clientId,
    hub_id: portal.portalId,
    hub_domain: `${portal.key}.example`,
    user: portal.user.email,
    user_id: portal.user.id,
    scopes: grant.scope.split(' '),
    token: value,
    token_type: left === null ? 'refresh' : 'access',
    token_use: left === null ? 'refresh_token' : 'access_token',
    ...(left !== null && { expires_in: left }),
    is_private_distribution: false,
  });
}

/** No body; revoking the refresh token uninstalls the app's grant [hypothesis: always 204]. */
function revoke(crm: HubspotSimulator, request: WireRequest): WireResponse {
  const token = formOf(request).get('token') ?? '';
  const grant = crm.grants.findByAnyToken(token);
  if (grant?.refreshToken === token) crm.grants.revoke(grant);
  else crm.grants.revokeAccessToken(token);
  crm.changed();
  return empty(204);
}
