/** Salesforce's OAuth web server flow with PKCE, refresh and revocation (spec 06, 1.1–1.3). */
import { z } from 'zod';
import type { OutboundAnswer } from '../../kernel/outbound/client.ts';
import {
  type AuthorizeRequest,
  type CodeExchange,
  CrmFailure,
  type Grant,
  type OAuthClient,
} from '../port.ts';
import { callVendor, parseAnswer } from '../transport.ts';
import type { SalesforceParts } from './api.ts';
import { tokenFailureOf } from './failures.ts';
import { isSalesforceUrl, trustedOrigin } from './hosts.ts';
import { orgIdOf } from './org-id.ts';

/** REST API, the identity service (who is connected), and a refresh token. */
const scope = 'api id refresh_token';

/** A refresh has 20 s in all (spec 09); giving a token back is best effort and waits less. */
const tokenTimeoutMs = 20_000;
const revokeTimeoutMs = 5_000;
const maxTokenAnswerBytes = 256 * 1024;

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  instance_url: z.string().min(1).nullish(),
  id: z.string().nullish(),
  scope: z.string().nullish(),
});

export function authorizeUrl(client: OAuthClient, request: AuthorizeRequest): string {
  const url = new URL('/services/oauth2/authorize', client.loginUrl);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: request.redirectUri,
    scope,
    state: request.state,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
  }).toString();
  return url.href;
}

export async function exchangeCode(
  parts: SalesforceParts,
  client: OAuthClient,
  exchange: CodeExchange,
  signal: AbortSignal,
): Promise<Grant> {
  return withInstance(
    await requestToken(parts, client, signal, {
      grant_type: 'authorization_code',
      code: exchange.code,
      code_verifier: exchange.codeVerifier,
      redirect_uri: exchange.redirectUri,
    }),
  );
}

/** The app's own flow: acts as its run-as user, gives no refresh token, is simply asked again. */
export async function clientCredentialsGrant(
  parts: SalesforceParts,
  client: OAuthClient,
  signal: AbortSignal,
): Promise<Grant> {
  return withInstance(
    await requestToken(parts, client, signal, { grant_type: 'client_credentials' }),
  );
}

/** A first grant must say where the org is reached. */
function withInstance(grant: Grant): Grant {
  if (grant.instanceUrl !== null) return grant;
  throw new CrmFailure('bad_answer', { message: 'Salesforce named no instance address.' });
}

export function refreshGrant(
  parts: SalesforceParts,
  client: OAuthClient,
  refreshToken: string,
  signal: AbortSignal,
): Promise<Grant> {
  return requestToken(parts, client, signal, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  });
}

/** Revoking the refresh token ends its access tokens too; the answer is 200 without a body. */
export async function revokeGrant(
  parts: SalesforceParts,
  client: OAuthClient,
  tokens: { accessToken: string | null; refreshToken: string | null },
  signal: AbortSignal,
): Promise<void> {
  const token = tokens.refreshToken ?? tokens.accessToken;
  if (token === null) return;
  const answer = await post(parts, client, 'revoke', { token }, revokeTimeoutMs, signal);
  if (answer.status !== 200) throw tokenFailureOf(answer, parts.clock.now());
}

async function requestToken(
  parts: SalesforceParts,
  client: OAuthClient,
  signal: AbortSignal,
  form: Record<string, string>,
): Promise<Grant> {
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret };
  const body = { ...form, ...credentials };
  const answer = await post(parts, client, 'token', body, tokenTimeoutMs, signal);
  if (answer.status !== 200) throw tokenFailureOf(answer, parts.clock.now());
  const token = parseAnswer('Salesforce', tokenAnswer, answer);
  return {
    accessToken: token.access_token,
    refreshToken: token.refresh_token ?? null,
    instanceUrl: token.instance_url ? trustedOrigin(token.instance_url, client.loginUrl) : null,
    // Salesforce tells no expiry: the session time-out is the org's own setting.
    expiresInSeconds: null,
    accountId: orgIdOf(token.id),
    scopes: token.scope?.split(' ').filter((name) => name !== '') ?? [],
  };
}

async function post(
  { outbound }: SalesforceParts,
  client: OAuthClient,
  name: 'token' | 'revoke',
  form: Record<string, string>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  if (client.reach === 'public' && !isSalesforceUrl(client.loginUrl)) {
    throw new CrmFailure('untrusted', { message: 'The login address is not one of Salesforce.' });
  }
  return callVendor(outbound, 'Salesforce', {
    url: new URL(`/services/oauth2/${name}`, client.loginUrl).href,
    method: 'POST',
    reach: client.reach,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
    timeoutMs,
    maxBytes: maxTokenAnswerBytes,
    signal,
  });
}
