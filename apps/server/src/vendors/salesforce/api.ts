/** Authorised reads of an org, always at the stored instance origin (spec 06, 1.4). */
import type { ApiUsage } from '@partneros/contract/integrations';
import type { Clock } from '../../kernel/clock.ts';
import type { Outbound, OutboundAnswer } from '../../kernel/outbound/client.ts';
import { CrmFailure, type CrmSession } from '../port.ts';
import { callVendor } from '../transport.ts';
import { apiFailureOf } from './failures.ts';
import { trustedOrigin } from './hosts.ts';

export interface SalesforceParts {
  outbound: Outbound;
  clock: Clock;
  /** Such as `67.0`. */
  apiVersion: string;
}

/** The list of all objects of a large org is some 3 MB, one wide object some 2 MB. */
const maxAnswerBytes = 48 * 1024 * 1024;
const timeoutMs = 20_000;

/**
 * GET of a path on the instance. A path never comes out of an answer with its host, so that the
 * token can go nowhere else.
 * @param accepted statuses that are answers; any other is thrown as the CrmFailure it stands for
 */
export async function getFromOrg(
  parts: SalesforceParts,
  session: CrmSession,
  path: `/services/${string}`,
  options: { headers?: Record<string, string>; accepted?: readonly number[] } = {},
): Promise<OutboundAnswer> {
  if (session.instanceUrl === null) {
    throw new CrmFailure('untrusted', { message: 'No instance address is known. Connect again.' });
  }
  const origin = trustedOrigin(session.instanceUrl, session.client.loginUrl);
  const answer = await callVendor(parts.outbound, 'Salesforce', {
    url: `${origin}${path}`,
    method: 'GET',
    reach: session.client.reach,
    headers: {
      ...options.headers,
      accept: 'application/json',
      authorization: `Bearer ${session.accessToken}`,
      // Marks what we do in the org’s change events, where it tells our own echo.
      'sforce-call-options': 'client=PartnerOS',
    },
    timeoutMs,
    maxBytes: maxAnswerBytes,
    signal: session.signal,
  });
  if ((options.accepted ?? [200]).includes(answer.status)) return answer;
  throw apiFailureOf(answer, parts.clock.now());
}

/** `Sforce-Limit-Info: api-usage=118/15000`; the window rolls, so that nothing is reset at a time. */
export function apiUsageOf(answer: OutboundAnswer): ApiUsage | null {
  const info = answer.headers['sforce-limit-info'] ?? '';
  const found = /(?:^|[\s,;])api-usage=(\d{1,12})\/(\d{1,12})/.exec(info);
  if (found === null) return null;
  return { used: Number(found[1]), limit: Number(found[2]), resetsAt: null };
}
