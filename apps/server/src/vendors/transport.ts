/**
 * What the adapters share between a call and its meaning: outbound failures in the port's words,
 * answers parsed at the border, and the few rules of HTTP that hold for any vendor.
 */
import type { z } from 'zod';
import { Problem } from '../kernel/http/problem.ts';
import type { Outbound, OutboundAnswer, OutboundRequest } from '../kernel/outbound/client.ts';
import { OutboundFailure, type OutboundFailureKind } from '../kernel/outbound/failure.ts';
import { CrmFailure, type CrmFailureKind } from './port.ts';

/** How the vendor is called in messages. */
export type VendorName = 'Salesforce' | 'HubSpot';

type CallFailureKind = Exclude<OutboundFailureKind, 'quarantined'>;

const kinds: Record<CallFailureKind, CrmFailureKind> = {
  not_connected: 'refused',
  unknown_outcome: 'unknown_outcome',
  unreadable: 'bad_answer',
  forbidden: 'untrusted',
  cancelled: 'cancelled',
};

const sentences: Record<CallFailureKind, (vendor: VendorName) => string> = {
  not_connected: (vendor) => `${vendor} could not be reached.`,
  unknown_outcome: (vendor) => `${vendor} did not answer in time or the connection broke off.`,
  unreadable: (vendor) => `${vendor} gave an answer that cannot be read.`,
  forbidden: (vendor) => `The address given for ${vendor} is not one that may be called.`,
  cancelled: (vendor) => `The call to ${vendor} was cancelled.`,
};

/**
 * Sends one request; every status is an answer.
 * @throws CrmFailure when there is none; Problem unavailable in quarantine, where nothing was sent
 */
export async function callVendor(
  outbound: Outbound,
  vendor: VendorName,
  request: OutboundRequest,
): Promise<OutboundAnswer> {
  try {
    return await outbound.request(request);
  } catch (error) {
    if (!(error instanceof OutboundFailure)) throw error;
    // Ours, not the CRM's: it must not count against the connection.
    if (error.kind === 'quarantined') throw new Problem('unavailable', error.message);
    throw new CrmFailure(kinds[error.kind], { message: sentences[error.kind](vendor) });
  }
}

/** The JSON value of an answer, or undefined when its body is no JSON (JSON has no undefined). */
export function jsonOf(answer: OutboundAnswer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
}

/** Parses a successful answer. @throws CrmFailure `bad_answer` when it is not of the wanted shape */
export function parseAnswer<Schema extends z.ZodType>(
  vendor: VendorName,
  schema: Schema,
  answer: OutboundAnswer,
): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(answer));
  if (parsed.success) return parsed.data;
  throw badAnswer(vendor, answer.status);
}

export function badAnswer(vendor: VendorName, status: number): CrmFailure {
  const message = `${vendor} gave an answer that makes no sense for this request.`;
  return new CrmFailure('bad_answer', { message, status });
}

/** A vendor's code in capitals when it looks like one; whatever else it may be is left out. */
export function codeOf(value: unknown): { vendorCode?: string } {
  const isCode = typeof value === 'string' && /^[A-Za-z0-9_]{1,80}$/.test(value);
  return isCode ? { vendorCode: value.toUpperCase() } : {};
}

const daySeconds = 86_400;

/** `Retry-After` in whole seconds, given as a number or a date (RFC 9110, 10.2.3); at most a day. */
export function retryAfterOf(answer: OutboundAnswer, now: Date): { retryAfterSeconds?: number } {
  const text = answer.headers['retry-after']?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : secondsUntil(text, now);
  if (Number.isNaN(seconds)) return {};
  return { retryAfterSeconds: Math.min(daySeconds, Math.max(0, Math.ceil(seconds))) };
}

/** Seconds until an HTTP date; not a number for any other text, which `Date.parse` likes to guess at. */
function secondsUntil(text: string, now: Date): number {
  const isDate = /^[A-Z][a-z]{2}, .+ GMT$/.test(text);
  return isDate ? (Date.parse(text) - now.getTime()) / 1000 : Number.NaN;
}

/**
 * The failure that the status alone decides, whatever the body says: redirects, 429 and 5xx. A
 * redirect is never followed, for the token would go with it. A 5xx may come after the work.
 */
export function failureByStatus(
  vendor: VendorName,
  answer: OutboundAnswer,
  now: Date,
): CrmFailure | null {
  const { status } = answer;
  if (status >= 300 && status < 400) {
    const message = `${vendor} sent us to another address, which we do not follow.`;
    return new CrmFailure('untrusted', { message, status });
  }
  const details = { status, ...retryAfterOf(answer, now) };
  if (status === 429) {
    const message = `${vendor} asks us to slow down.`;
    return new CrmFailure('rate_limited', { message, ...details });
  }
  if (status >= 500) {
    const message = `${vendor} has trouble of its own at the moment.`;
    return new CrmFailure('unknown_outcome', { message, ...details });
  }
  return null;
}

/** Orders by code unit, the same on every machine whatever its locale. */
export function byText<Item>(textOf: (item: Item) => string): (one: Item, other: Item) => number {
  return (one, other) => {
    const [left, right] = [textOf(one), textOf(other)];
    if (left === right) return 0;
    return left < right ? -1 : 1;
  };
}

/** An API name that can stand in a path as it is: no slash, dot or percent sign. */
export function isApiName(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,255}$/.test(text);
}

/** For a name that no object of the CRM can have. */
export function noSuchObject(vendor: VendorName): CrmFailure {
  return new CrmFailure('not_found', { message: `${vendor} has no object of this name.` });
}
