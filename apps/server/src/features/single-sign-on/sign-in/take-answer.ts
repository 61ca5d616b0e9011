/** What every answer of a provider must be, whatever its protocol: asked for, here, by this browser. */
import { equalInConstantTime, sha256 } from '../../../kernel/crypto/tokens.ts';
import { systemScope } from '../../../kernel/db/scope.ts';
import type { SingleSignOnParts } from '../parts.ts';
import { findProvider } from '../store.ts';
import type { ProviderRow, RequestRow } from '../tables.ts';
import { Refusal } from './refusal.ts';
import { takeRequest } from './requests.ts';

export interface Expectation {
  /** State or ticket, as the browser brought it. */
  token: string | undefined;
  /** At whose address it came in. */
  providerId: string;
  kind: ProviderRow['kind'];
  stage: RequestRow['stage'];
}

/**
 * Uses the request up and finds its provider as it was when the sign-in began.
 * @throws Refusal
 */
export async function takeAnswer(
  parts: SingleSignOnParts,
  { token, providerId, kind, stage }: Expectation,
): Promise<{ request: RequestRow; provider: ProviderRow }> {
  const request = await takeRequest(parts.database, token);
  if (!request || request.stage !== stage) throw new Refusal('state_invalid');
  if (request.providerId !== providerId) throw new Refusal('provider_mismatch');
  if (request.expiresAt <= parts.clock.now()) throw new Refusal('state_expired');
  const scope = systemScope(request.organizationId, 'single-sign-on');
  const provider = await parts.database.withOrganization(scope, (tx) =>
    findProvider(tx, providerId),
  );
  if (!isUnchanged(provider, request) || provider.kind !== kind) {
    throw new Refusal('provider_changed');
  }
  return { request, provider };
}

export function isUnchanged(
  provider: ProviderRow | null,
  { providerVersion }: { providerVersion: number },
): provider is ProviderRow {
  return provider !== null && provider.enabled && provider.version === providerVersion;
}

/** @throws Refusal when it was another browser that began */
export function requireSameBrowser(request: RequestRow, browserToken: string | null): void {
  const matches =
    browserToken !== null && equalInConstantTime(sha256(browserToken), request.browserHash);
  if (!matches) throw new Refusal('other_browser');
}
