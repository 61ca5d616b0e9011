/**
 * Things that go wrong, by script. A fault waits for requests that match it; the first `skip` pass,
 * the next `times` are struck. One request meets one fault: the oldest that matches.
 */
import type { CrmName } from './wire.ts';

export interface FaultMatch {
  crm?: CrmName;
  /** Name of the call: token, authorize, revoke, describe, describe_global, properties, … */
  call?: string;
  method?: string;
  /** The exact path, a prefix ending in `*`, or an expression. */
  path?: string | RegExp;
  /** Org id, portal id, or our key of either. */
  accountId?: string;
}

export interface RateLimitedFault {
  kind: 'rate_limited';
  /** Sent as `Retry-After` when given. */
  retryAfterSeconds?: number;
  /** HubSpot: TEN_SECONDLY_ROLLING (default), DAILY, SECONDLY. Salesforce: TotalRequests (default), ConcurrentRequests. */
  policy?: string;
}

export type FaultAction =
  /** This answer in place of the vendor's; nothing is done. A body that is no text is sent as JSON. */
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: unknown }
  | RateLimitedFault
  /** The vendor's 500 (Salesforce 503 for `unavailable`). */
  | { kind: 'server_error' }
  /** No answer until the simulator closes or the caller gives up. `afterWork`: but the work is done. */
  | { kind: 'time_out'; afterWork?: boolean }
  /** The normal answer, this much later. */
  | { kind: 'slow'; milliseconds: number }
  /** The normal answer's head with its full length, half of its body, then the socket is cut. */
  | { kind: 'half_body' }
  | { kind: 'html'; status?: number; page?: string }
  /** HTTP 200 whose body is an error. */
  | { kind: 'ok_with_error' }
  /** The socket is destroyed without an answer; the work is done, unless `before`. */
  | { kind: 'reset'; before?: boolean }
  /** The request's access token expires at this moment; the vendor answers accordingly. */
  | { kind: 'expire_token' }
  /** The normal answer, naming a foreign place to send the next request to. */
  | { kind: 'hostile'; instanceUrl?: string; nextRecordsUrl?: string; redirectTo?: string };

export const FAULT_KINDS: readonly FaultAction['kind'][] = [
  'status',
  'rate_limited',
  'server_error',
  'time_out',
  'slow',
  'half_body',
  'html',
  'ok_with_error',
  'reset',
  'expire_token',
  'hostile',
];

export interface Fault {
  match?: FaultMatch;
  skip?: number;
  times?: number;
  /** What happens. A fault is never awaited, so that the name does no harm. */
  then: FaultAction;
}

export interface FaultTarget {
  crm: CrmName;
  call: string;
  method: string;
  path: string;
  account: { id: string; key: string } | undefined;
}

interface ActiveFault {
  id: number;
  fault: Fault;
  toSkip: number;
  left: number;
  struck: number;
}

/** What `add` gives back: a way to take the fault away again, and how often it has struck. */
export interface FaultHandle {
  id: number;
  remove(): void;
  readonly struck: number;
}

export class FaultScript {
  #active: ActiveFault[] = [];
  #nextId = 1;

  add(fault: Fault): FaultHandle {
    const entry = {
      id: this.#nextId++,
      fault,
      toSkip: fault.skip ?? 0,
      left: fault.times ?? 1,
      struck: 0,
    };
    this.#active.push(entry);
    return {
      id: entry.id,
      remove: () => this.remove(entry.id),
      get struck() {
        return entry.struck;
      },
    };
  }

  remove(id: number): void {
    this.#active = this.#active.filter((entry) => entry.id !== id);
  }

  clear(): void {
    this.#active = [];
  }

  /** The action that strikes this request, if any; counts the request. */
  take(target: FaultTarget): FaultAction | undefined {
    for (const entry of this.#active) {
      if (entry.left <= 0 || !matches(entry.fault.match ?? {}, target)) continue;
      if (entry.toSkip > 0) {
        entry.toSkip -= 1;
        continue;
      }
      entry.left -= 1;
      entry.struck += 1;
      return entry.fault.then;
    }
    return undefined;
  }
}

function matches(match: FaultMatch, target: FaultTarget): boolean {
  return (
    (match.crm === undefined || match.crm === target.crm) &&
    (match.call === undefined || match.call === target.call) &&
    (match.method === undefined || match.method.toUpperCase() === target.method) &&
    (match.path === undefined || matchesPath(match.path, target.path)) &&
    (match.accountId === undefined || matchesAccount(match.accountId, target))
  );
}

function matchesPath(wanted: string | RegExp, path: string): boolean {
  if (wanted instanceof RegExp) return wanted.test(path);
  if (wanted.endsWith('*')) return path.startsWith(wanted.slice(0, -1));
  return path === wanted;
}

function matchesAccount(wanted: string, target: FaultTarget): boolean {
  return wanted === target.account?.id || wanted === target.account?.key;
}
