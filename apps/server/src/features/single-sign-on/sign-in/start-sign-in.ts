/** The beginning: from an address to the provider that speaks for its domain. */
import { randomToken, sha256 } from '../../../kernel/crypto/tokens.ts';
import { systemScope } from '../../../kernel/db/scope.ts';
import { Problem } from '../../../kernel/http/problem.ts';
import { newId } from '../../../kernel/ids.ts';
import { describeError } from '../../../kernel/logger.ts';
import { SsoFailure } from '../../../vendors/single-sign-on/port.ts';
import type { SingleSignOnParts } from '../parts.ts';
import { normalAddress } from '../rules.ts';
import { sealSecret } from '../secrets.ts';
import { findProvenDomain, findProvider } from '../store.ts';
import type { ProviderRow } from '../tables.ts';
import { writeBrowserCookie } from './browser-cookie.ts';
import { oidcClientOf, samlProviderOf, samlServiceOf } from './clients.ts';
import { forgetExpired, insertRequest } from './requests.ts';

export interface StartInput {
  email: string;
  returnTo: string;
  baseUrl: string;
}

/** Ten minutes: time for a password and a second factor at the provider. */
const requestSeconds = 600;

/** A SAML request's id in the message, made from its row's: an XML id may not begin with a digit. */
export const samlRequestId = (id: string) => `_${id}`;

/**
 * @returns where to send the browser, and the cookie that ties it to the answer
 * @throws Problem prerequisite_missing where no provider speaks for the domain, upstream_failed
 */
export async function startSignIn(
  parts: SingleSignOnParts,
  input: StartInput,
): Promise<{ redirectUrl: string; cookie: string }> {
  const provider = await providerFor(parts, input.email);
  const state = randomToken();
  const browser = randomToken();
  const place = { id: newId(), organizationId: provider.organizationId };
  const binding = { state, nonce: randomToken(), codeVerifier: randomToken() };
  const redirectUrl = await addressOf(parts, provider, { ...input, id: place.id, binding });
  const now = parts.clock.now();
  const scope = systemScope(provider.organizationId, 'single-sign-on');
  await parts.database.withOrganization(scope, async (tx) => {
    await forgetExpired(tx, now);
    await insertRequest(tx, {
      ...place,
      providerId: provider.id,
      providerVersion: provider.version,
      stateHash: sha256(state),
      browserHash: sha256(browser),
      stage: 'asked',
      contentSealed: sealSecret(
        parts.box,
        'sso_requests.content_sealed',
        place,
        JSON.stringify({ nonce: binding.nonce, codeVerifier: binding.codeVerifier }),
      ),
      baseUrl: input.baseUrl,
      returnTo: input.returnTo,
      expiresAt: new Date(now.getTime() + requestSeconds * 1000),
    });
  });
  return { redirectUrl, cookie: writeBrowserCookie(browser, requestSeconds, parts.secure) };
}

async function providerFor(parts: SingleSignOnParts, email: string): Promise<ProviderRow> {
  const address = normalAddress(email);
  const proven = address && (await findProvenDomain(parts.database, address.domain));
  if (proven?.providerId) {
    const { organizationId, providerId } = proven;
    const scope = systemScope(organizationId, 'single-sign-on');
    const row = await parts.database.withOrganization(scope, (tx) => findProvider(tx, providerId));
    if (row?.enabled) return row;
  }
  throw new Problem(
    'prerequisite_missing',
    'Single sign-on is not set up for the domain of this address.',
  );
}

interface Asking extends StartInput {
  id: string;
  binding: { state: string; nonce: string; codeVerifier: string };
}

async function addressOf(
  parts: SingleSignOnParts,
  provider: ProviderRow,
  { baseUrl, email, id, binding }: Asking,
): Promise<string> {
  try {
    if (provider.kind === 'oidc') {
      const client = oidcClientOf(parts.box, provider, baseUrl);
      return await parts.oidc.authorizationUrl(client, binding, email);
    }
    const service = samlServiceOf(provider, baseUrl);
    const request = { id: samlRequestId(id), relayState: binding.state };
    return await parts.saml.requestUrl(samlProviderOf(provider), service, request);
  } catch (error) {
    if (!(error instanceof SsoFailure)) throw error;
    parts.log.warn('Single sign-on could not begin', describeError(error));
    throw new Problem(
      'upstream_failed',
      'The identity provider cannot be reached. Try again later.',
    );
  }
}
