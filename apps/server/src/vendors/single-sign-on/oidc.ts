/**
 * OpenID Connect by openid-client, over our guarded client.
 *
 * Discovery and keys are read anew for each sign-in: no key outlives its withdrawal. The library
 * checks state, `iss`, nonce, audience, times and, because we ask for it, the ID token's signature.
 */
import type { Configuration, CustomFetchOptions } from 'openid-client';
import { sha256Base64Url } from '../../kernel/crypto/tokens.ts';
import { OutboundFailure } from '../../kernel/outbound/failure.ts';
import type { FetchPublic } from '../../kernel/outbound/fetch-public.ts';
import { type AssertedPerson, type OidcClient, type OidcVendor, SsoFailure } from './port.ts';

/** Loaded when first used: most installations never do. */
const library = () => import('openid-client');
type Library = Awaited<ReturnType<typeof library>>;

const secondsPerCall = 10;
const maximumBytes = 512 * 1024;
/** Seconds by which two clocks may differ. */
const skewSeconds = 60;

export function createOidcVendor(fetchPublic: FetchPublic): OidcVendor {
  return {
    authorizationUrl: (client, binding, loginHint) =>
      failing(async () => {
        const oidc = await library();
        const config = await configure(oidc, fetchPublic, client);
        const url = oidc.buildAuthorizationUrl(config, {
          redirect_uri: client.redirectUri,
          scope: 'openid email profile',
          state: binding.state,
          nonce: binding.nonce,
          code_challenge: sha256Base64Url(binding.codeVerifier),
          code_challenge_method: 'S256',
          login_hint: loginHint,
        });
        requireWeb(fetchPublic, url);
        return url.href;
      }),
    redeem: (client, binding, query) =>
      failing(async () => {
        const oidc = await library();
        const config = await configure(oidc, fetchPublic, client);
        oidc.enableNonRepudiationChecks(config);
        const back = new URL(client.redirectUri);
        for (const [name, value] of Object.entries(query)) back.searchParams.set(name, value);
        const tokens = await oidc.authorizationCodeGrant(config, back, {
          expectedState: binding.state,
          expectedNonce: binding.nonce,
          pkceCodeVerifier: binding.codeVerifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) throw new SsoFailure('invalid', 'no_id_token');
        const more = await furtherClaims(oidc, config, tokens.access_token, claims);
        return personOf(claims.sub, more);
      }),
    probe: (client) =>
      failing(async () => {
        const oidc = await library();
        const config = await configure(oidc, fetchPublic, client);
        const metadata = config.serverMetadata();
        requireWeb(fetchPublic, new URL(metadata.authorization_endpoint ?? 'missing:'));
        const answer = await fetchPublic.fetch({
          url: requireWeb(fetchPublic, new URL(metadata.jwks_uri ?? 'missing:')).href,
          maxBytes: maximumBytes,
        });
        return { keys: answer.status === 200 ? countKeys(answer.text) : 0 };
      }),
  };
}

async function configure(
  oidc: Library,
  fetchPublic: FetchPublic,
  { issuer, clientId, clientSecret }: OidcClient,
): Promise<Configuration> {
  const server = requireWeb(fetchPublic, new URL(issuer));
  return oidc.discovery(
    server,
    clientId,
    { [oidc.clockTolerance]: skewSeconds },
    oidc.ClientSecretBasic(clientSecret),
    {
      timeout: secondsPerCall,
      [oidc.customFetch]: (url: string, options: CustomFetchOptions) =>
        send(fetchPublic, url, options),
      // Plain http only where the operator named the host, which production refuses.
      execute: server.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
    },
  );
}

async function send(
  fetchPublic: FetchPublic,
  url: string,
  options: CustomFetchOptions,
): Promise<Response> {
  const { method } = options;
  if (method !== 'GET' && method !== 'POST') throw new SsoFailure('invalid', 'method');
  const body = bodyOf(options.body);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers)) headers[name.toLowerCase()] = value;
  const answer = await fetchPublic.fetch({
    url,
    method,
    headers,
    ...(body !== null && { body }),
    ...(options.signal && { signal: options.signal }),
    redirects: 0,
    timeoutMs: secondsPerCall * 1000,
    maxBytes: maximumBytes,
  });
  const type = answer.headers['content-type'];
  const bare = answer.status === 204 || answer.status === 304;
  return new Response(bare ? null : answer.text, {
    status: answer.status,
    headers: type === undefined ? {} : { 'content-type': type },
  });
}

function bodyOf(body: CustomFetchOptions['body']): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new SsoFailure('invalid', 'body');
}

/** https, or http at an exempt host: never `javascript:` and the like, which a browser would run. */
function requireWeb(fetchPublic: FetchPublic, url: URL): URL {
  const plain = url.protocol === 'http:' && fetchPublic.isExempt(url);
  if (url.protocol !== 'https:' && !plain) throw new SsoFailure('invalid', 'not_https');
  return url;
}

/** Some providers put the address into the user info alone. */
async function furtherClaims(
  oidc: Library,
  config: Configuration,
  accessToken: string,
  claims: { sub: string; email?: unknown },
): Promise<Readonly<Record<string, unknown>>> {
  const { userinfo_endpoint: endpoint } = config.serverMetadata();
  if (claims.email !== undefined || endpoint === undefined) return { ...claims };
  return { ...claims, ...(await oidc.fetchUserInfo(config, accessToken, claims.sub)) };
}

function personOf(subject: string, claims: Readonly<Record<string, unknown>>): AssertedPerson {
  if (subject === '' || subject.length > 255) throw new SsoFailure('invalid', 'subject');
  const { email, email_verified: verified, name } = claims;
  return {
    subject,
    email: typeof email === 'string' ? email : null,
    // Some providers send the word instead of the value.
    emailVerified: verified === true || verified === 'true',
    name: typeof name === 'string' ? name : null,
  };
}

function countKeys(text: string): number {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('keys' in value)) return 0;
  return Array.isArray(value.keys) ? value.keys.length : 0;
}

async function failing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw failureOf(error);
  }
}

function failureOf(error: unknown): SsoFailure {
  if (error instanceof SsoFailure) return error;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof SsoFailure) return cause;
    if (cause instanceof OutboundFailure) {
      return new SsoFailure('unreachable', cause.kind, { cause: error });
    }
  }
  if (wordOf(error, 'error') === 'access_denied') {
    return new SsoFailure('denied', 'access_denied', { cause: error });
  }
  // The library's codes are of a fixed list; its messages may hold what the provider sent.
  const code = wordOf(error, 'code') ?? 'unknown';
  return new SsoFailure('invalid', code.toLowerCase(), { cause: error });
}

function wordOf(error: unknown, property: 'code' | 'error'): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const value: unknown = Reflect.get(error, property);
  return typeof value === 'string' && /^[A-Za-z_]{1,60}$/.test(value) ? value : null;
}
