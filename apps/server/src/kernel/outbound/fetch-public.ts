/**
 * The one way to a URL that a user can influence: an identity provider's documents, a website, a
 * logo, a step of a workflow.
 *
 * On top of the guarded client (public unicast addresses judged at connect time, ports 80 and 443,
 * no credentials, no proxy, limits on time and unpacked bytes) it follows redirects of reads itself,
 * so that each hop is judged like the first.
 */
import type { Outbound, OutboundAnswer, OutboundRequest } from './client.ts';
import { type GuardParts, isExempt } from './connector.ts';
import { OutboundFailure } from './failure.ts';

export interface PublicRequest extends Omit<OutboundRequest, 'reach' | 'method'> {
  /** GET when absent. Anything but a read is never redirected: it may carry a secret. */
  method?: OutboundRequest['method'];
  /** How many redirects are followed, at most 5; 0 hands a redirect back as an answer. */
  redirects?: number;
}

export interface PublicAnswer extends OutboundAnswer {
  /** Where the answer came from, after redirects. */
  url: string;
}

export interface FetchPublic {
  /** @throws OutboundFailure; every status is an answer */
  fetch(request: PublicRequest): Promise<PublicAnswer>;
  /** Whether the operator exempted the URL's host and port; such a one may be plain http. */
  isExempt(url: URL): boolean;
}

const maximumRedirects = 5;
const redirectStatus = new Set([301, 302, 303, 307, 308]);
const defaultTimeoutMs = 10_000;
const defaultMaxBytes = 2 * 1024 * 1024;
/** Told to the host that was asked, and to no other. */
const privateHeaders = ['authorization', 'cookie', 'proxy-authorization'];

/** @param guard the one that `outbound` was made with */
export function createFetchPublic(outbound: Outbound, guard: GuardParts): FetchPublic {
  return {
    isExempt: (url) => isExempt(guard, url),
    fetch: (request) => follow(outbound, request),
  };
}

async function follow(outbound: Outbound, request: PublicRequest): Promise<PublicAnswer> {
  const {
    redirects = maximumRedirects,
    method = 'GET',
    timeoutMs: totalMs = defaultTimeoutMs,
    maxBytes = defaultMaxBytes,
    ...first
  } = request;
  const endsAt = performance.now() + totalMs;
  const hops = hopsOf(method, redirects);
  let { url, headers = {} } = first;
  for (let hop = 0; ; hop += 1) {
    const timeoutMs = Math.max(1, endsAt - performance.now());
    const send = { ...first, url, headers, method, maxBytes, timeoutMs, reach: 'public' as const };
    const answer = await outbound.request(send);
    const target = redirects === 0 ? null : targetOf(answer, url);
    if (target === null) return { ...answer, url };
    if (hop >= hops) throw new OutboundFailure('forbidden', 'Too many redirects.');
    headers = headersFor(headers, new URL(url), target);
    url = target.href;
  }
}

function hopsOf(method: OutboundRequest['method'], redirects: number): number {
  return method === 'GET' || method === 'HEAD' ? Math.min(redirects, maximumRedirects) : 0;
}

function targetOf({ status, headers }: OutboundAnswer, from: string): URL | null {
  const location = headers['location'];
  if (!redirectStatus.has(status) || location === undefined) return null;
  if (!URL.canParse(location, from)) {
    throw new OutboundFailure('forbidden', 'The redirect is malformed.');
  }
  const target = new URL(location, from);
  if (new URL(from).protocol === 'https:' && target.protocol === 'http:') {
    throw new OutboundFailure('forbidden', 'A redirect may not leave https.');
  }
  return target;
}

function headersFor(headers: Record<string, string>, from: URL, to: URL): Record<string, string> {
  if (from.origin === to.origin) return headers;
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !privateHeaders.includes(name)),
  );
}
