/** The authorize endpoint of Salesforce: a consent page, and the redirect it ends in (spec 06, 1.2). */
import { authorizeErrorPage, consentPage } from '../shared/consent-page.ts';
import { CODE_LIFETIME_MS, isRedirectAllowed, randomText } from '../shared/oauth.ts';
import { formOf, html, redirect, type WireRequest, type WireResponse } from '../shared/wire.ts';
import type { SalesforceApp, SalesforceSimulator } from './simulator.ts';

const COLOUR = '#0b5cab';
const PASSED_ON = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
] as const;

type Checked =
  | { ok: true; app: SalesforceApp; redirectUri: string }
  | { ok: false; response: WireResponse };

function refuse(error: string, description: string): Checked {
  const page = authorizeErrorPage('Salesforce', COLOUR, error, description);
  return { ok: false, response: html(400, page) };
}

/** Without a trusted client and address nothing may be sent back by redirect (RFC 6749, 4.1.2.1). */
function checkAuthorize(crm: SalesforceSimulator, parameters: URLSearchParams): Checked {
  const app = crm.findApp(parameters.get('client_id') ?? '');
  if (!app) return refuse('invalid_client_id', 'client identifier invalid');
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (!isRedirectAllowed(app, redirectUri)) {
    return refuse('redirect_uri_mismatch', 'redirect_uri must match configuration');
  }
  const state = parameters.get('state') ?? undefined;
  const back = (error: string, error_description: string): Checked => ({
    ok: false,
    response: redirect(redirectUri, { error, error_description, state }),
  });
  if (parameters.get('response_type') !== 'code') {
    return back('unsupported_response_type', 'response type not supported');
  }
  const method = parameters.get('code_challenge_method');
  if (method !== null && method !== 'S256') {
    return back('invalid_request', 'code challenge method must be S256');
  }
  if (parameters.get('immediate') === 'true') {
    return back('immediate_unsuccessful', 'the user must log in or approve access');
  }
  return { ok: true, app, redirectUri };
}

export function showConsent(crm: SalesforceSimulator, request: WireRequest): WireResponse {
  const checked = checkAuthorize(crm, request.query);
  if (!checked.ok) return checked.response;
  const hint = request.query.get('login_hint') ?? '';
  const hidden: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = request.query.get(name);
    if (value !== null) hidden[name] = value;
  }
  const page = consentPage({
    crm: 'Demo Salesforce',
    colour: COLOUR,
    appName: checked.app.name,
    action: '/services/oauth2/authorize',
    field: 'org',
    question: 'Which organization do you want to connect?',
    choices: crm.orgs.map((org) => ({
      value: org.key,
      name: org.name,
      detail: `${org.edition}${org.sandbox ? ' sandbox' : ''} · ${org.user.username} · ${org.id}`,
    })),
    selected: (crm.findOrg(hint) ?? crm.orgs[0])?.key ?? '',
    scopes: (request.query.get('scope') ?? '').split(' ').filter(Boolean),
    hidden,
  });
  return html(200, page);
}

export function decide(crm: SalesforceSimulator, request: WireRequest): WireResponse {
  const form = formOf(request);
  const checked = checkAuthorize(crm, form);
  if (!checked.ok) return checked.response;
  const state = form.get('state') ?? undefined;
  if (form.get('decision') !== 'allow') {
    return redirect(checked.redirectUri, {
      error: 'access_denied',
      error_description: 'end-user denied authorization',
      state,
    });
  }
  const org = crm.findOrg(form.get('org') ?? '');
  if (!org) return html(400, authorizeErrorPage('Salesforce', COLOUR, 'login_required', 'no org'));
  const code = crm.codes.issue(`aPrx${randomText(40)}`, {
    clientId: checked.app.clientId,
    redirectUri: checked.redirectUri,
    challenge: form.get('code_challenge') ?? undefined,
    grant: { orgKey: org.key, scope: grantedScope(checked.app, form.get('scope')) },
    expiresAt: crm.clock.now() + CODE_LIFETIME_MS,
  });
  return redirect(checked.redirectUri, { code, state });
}

/** Without `scope` an app gets all that it is configured for [hypothesis]. */
function grantedScope(app: SalesforceApp, asked: string | null): string {
  return asked === null || asked.trim() === '' ? app.scope : asked.trim();
}
