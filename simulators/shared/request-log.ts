/** Every request that the simulators received, oldest first; the oldest fall out beyond a limit. */
import type { CrmName } from './wire.ts';

export interface LoggedRequest {
  crm: CrmName;
  /** Name of the call as in fault scripts; `unknown` when no route matched. */
  call: string;
  method: string;
  path: string;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  /** At most 64 KiB of it. */
  body: string;
  accountId: string | null;
  /** Null while unanswered, and for ever when the socket was cut or left hanging. */
  status: number | null;
  /** Kind of the fault that struck it. */
  fault: string | null;
  /** Epoch milliseconds, by the simulators' clock. */
  at: number;
}

export interface RequestFilter {
  crm?: CrmName;
  call?: string;
  method?: string;
  path?: string | RegExp;
  accountId?: string;
  status?: number;
}

const KEPT_REQUESTS = 5000;
const KEPT_BODY = 64 * 1024;

export class RequestLog {
  #requests: LoggedRequest[] = [];

  add(request: LoggedRequest): LoggedRequest {
    const entry = { ...request, body: request.body.slice(0, KEPT_BODY) };
    this.#requests.push(entry);
    if (this.#requests.length > KEPT_REQUESTS) this.#requests.splice(0, KEPT_REQUESTS / 10);
    return entry;
  }

  list(filter: RequestFilter = {}): LoggedRequest[] {
    return this.#requests.filter((request) => matches(filter, request));
  }

  count(filter: RequestFilter = {}): number {
    return this.list(filter).length;
  }

  clear(): void {
    this.#requests = [];
  }
}

const EXACT = ['crm', 'call', 'method', 'accountId', 'status'] as const;

function matches(filter: RequestFilter, request: LoggedRequest): boolean {
  const isExact = EXACT.every(
    (name) => filter[name] === undefined || filter[name] === request[name],
  );
  if (!isExact || filter.path === undefined) return isExact;
  return filter.path instanceof RegExp
    ? filter.path.test(request.path)
    : filter.path === request.path;
}
