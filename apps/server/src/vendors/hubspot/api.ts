/** Calls of HubSpot's API with a token (spec 06, 2.2 and 2.4), always at the client's own API host. */
import type { ApiUsage } from '@partneros/contract/integrations';
import type { Clock } from '../../kernel/clock.ts';
import type { Outbound, OutboundAnswer } from '../../kernel/outbound/client.ts';
import { CrmFailure, type CrmSession, type OAuthClient } from '../port.ts';
import { callVendor } from '../transport.ts';
import { apiFailureOf } from './failures.ts';

export interface HubspotParts {
  outbound: Outbound;
  clock: Clock;
}

/**
 * The dated version that we call. Numbered paths (`/crm/v3/…`) end in September 2027, OAuth v1 in
 * February 2027; a dated one lives at least 18 months (vendor's migration guide).
 */
export const apiVersion = '2026-03';

const defaultApiUrl = 'https://api.hubapi.com';

/** A schema of 900 properties is some 1 MB. */
const maxAnswerBytes = 32 * 1024 * 1024;
const timeoutMs = 20_000;

/** Whether a URL is https, without credentials or an odd port, on a host of HubSpot. */
export function isHubspotUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && url.port === '';
  const isHost = ['hubspot.com', 'hubapi.com'].some((domain) =>
    url.hostname.endsWith(`.${domain}`),
  );
  return url.protocol === 'https:' && isPlain && isHost;
}

/** The address of an API path. @throws CrmFailure `untrusted` for a user's URL that is not HubSpot's */
export function apiAddress(client: OAuthClient, path: `/${string}`): string {
  const base = client.apiUrl ?? defaultApiUrl;
  if (client.reach === 'public' && !isHubspotUrl(base)) {
    throw new CrmFailure('untrusted', { message: 'The API address is not one of HubSpot.' });
  }
  return new URL(path, base).href;
}

/** GET with the session's token. @throws CrmFailure for every status but 200 */
export async function getFromPortal(
  { outbound, clock }: HubspotParts,
  session: CrmSession,
  path: `/${string}`,
): Promise<OutboundAnswer> {
  const answer = await callVendor(outbound, 'HubSpot', {
    url: apiAddress(session.client, path),
    method: 'GET',
    reach: session.client.reach,
    headers: { accept: 'application/json', authorization: `Bearer ${session.accessToken}` },
    timeoutMs,
    maxBytes: maxAnswerBytes,
    signal: session.signal,
  });
  if (answer.status === 200) return answer;
  throw apiFailureOf(answer, clock.now());
}

/**
 * Use of the daily limit, which holds for private apps and service keys; answers to OAuth apps leave
 * the headers out, for no daily limit holds them. The day ends at midnight of the account's time
 * zone, which the headers do not tell: no time of reset.
 */
export function apiUsageOf({ headers }: OutboundAnswer): ApiUsage | null {
  const limit = countIn(headers['x-hubspot-ratelimit-daily']);
  const remaining = countIn(headers['x-hubspot-ratelimit-daily-remaining']);
  if (limit === null || remaining === null) return null;
  return { used: Math.max(0, limit - remaining), limit, resetsAt: null };
}

function countIn(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null;
}
