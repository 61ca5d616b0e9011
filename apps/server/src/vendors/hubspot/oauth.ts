/** HubSpot's OAuth of 2026-03 (spec 06, 2.1): parameters in the form body, never in the query. */
import { z } from 'zod';
import type { OutboundAnswer } from '../../kernel/outbound/client.ts';
import type { AuthorizeRequest, CodeExchange, Grant, OAuthClient } from '../port.ts';
import { callVendor, parseAnswer } from '../transport.ts';
import { apiAddress, apiVersion, type HubspotParts } from './api.ts';
import { tokenFailureOf } from './failures.ts';

/** What every account can grant: the three standard objects, their schemas and owners. */
const scopes = [
  'oauth',
  ...['companies', 'contacts', 'deals'].flatMap((object) => [
    `crm.objects.${object}.read`,
    `crm.objects.${object}.write`,
    `crm.schemas.${object}.read`,
  ]),
  'crm.objects.owners.read',
];

/** Custom objects exist in Enterprise accounts only; as optional scopes they stop nobody else. */
const optionalScopes = [
  'crm.objects.custom.read',
  'crm.objects.custom.write',
  'crm.schemas.custom.read',
];

/** A refresh has 20 s in all (spec 09); giving a token back is best effort and waits less. */
const tokenTimeoutMs = 20_000;
const sideTimeoutMs = 5_000;
const maxTokenAnswerBytes = 256 * 1024;

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: z.number().positive().nullish(),
  hub_id: z.number().int().nullish(),
  scopes: z.array(z.string()).nullish(),
});

export function authorizeUrl(client: OAuthClient, request: AuthorizeRequest): string {
  const url = new URL('/oauth/authorize', client.loginUrl);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: request.redirectUri,
    scope: scopes.join(' '),
    optional_scope: optionalScopes.join(' '),
    state: request.state,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
  }).toString();
  return url.href;
}

export function exchangeCode(
  parts: HubspotParts,
  client: OAuthClient,
  exchange: CodeExchange,
  signal: AbortSignal,
): Promise<Grant> {
  return requestToken(parts, client, signal, {
    grant_type: 'authorization_code',
    code: exchange.code,
    code_verifier: exchange.codeVerifier,
    redirect_uri: exchange.redirectUri,
  });
}

export function refreshGrant(
  parts: HubspotParts,
  client: OAuthClient,
  refreshToken: string,
  signal: AbortSignal,
): Promise<Grant> {
  return requestToken(parts, client, signal, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  });
}

export async function revokeGrant(
  parts: HubspotParts,
  client: OAuthClient,
  tokens: { accessToken: string | null; refreshToken: string | null },
  signal: AbortSignal,
): Promise<void> {
  const token = tokens.refreshToken ?? tokens.accessToken;
  if (token === null) return;
  const hint = tokens.refreshToken === null ? 'access_token' : 'refresh_token';
  const form = { token, token_type_hint: hint };
  const answer = await post(parts, client, '/token/revoke', form, sideTimeoutMs, signal);
  if (answer.status >= 300) throw tokenFailureOf(answer, parts.clock.now());
}

/** What the CRM knows of an access token: portal, domain and user. */
export async function introspectToken(
  parts: HubspotParts,
  client: OAuthClient,
  accessToken: string,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const form = { token: accessToken, token_type_hint: 'access_token' };
  const answer = await post(parts, client, '/token/introspect', form, sideTimeoutMs, signal);
  if (answer.status !== 200) throw tokenFailureOf(answer, parts.clock.now());
  return answer;
}

async function requestToken(
  parts: HubspotParts,
  client: OAuthClient,
  signal: AbortSignal,
  form: Record<string, string>,
): Promise<Grant> {
  const answer = await post(parts, client, '/token', form, tokenTimeoutMs, signal);
  if (answer.status !== 200) throw tokenFailureOf(answer, parts.clock.now());
  const token = parseAnswer('HubSpot', tokenAnswer, answer);
  return {
    accessToken: token.access_token,
    refreshToken: token.refresh_token ?? null,
    instanceUrl: null,
    expiresInSeconds: token.expires_in ?? null,
    accountId: token.hub_id ? String(token.hub_id) : null,
    scopes: token.scopes ?? [],
  };
}

function post(
  { outbound }: HubspotParts,
  client: OAuthClient,
  path: '/token' | '/token/introspect' | '/token/revoke',
  form: Record<string, string>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret };
  return callVendor(outbound, 'HubSpot', {
    url: apiAddress(client, `/oauth/${apiVersion}${path}`),
    method: 'POST',
    reach: client.reach,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ ...form, ...credentials }).toString(),
    timeoutMs,
    maxBytes: maxTokenAnswerBytes,
    signal,
  });
}
