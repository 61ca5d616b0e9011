import type { RateLimitedFault } from './fault-script.ts';
import type { Route } from './router.ts';
import type { CrmName, WireRequest, WireResponse } from './wire.ts';

/** The org or portal that a request is about. */
export interface Account {
  /** 18-character org id, or portal number as text: what the vendor calls it. */
  id: string;
  /** Our short name of it, e.g. `partners`. */
  key: string;
}

/** What the HTTP server needs of a simulated CRM. */
export interface Crm {
  name: CrmName;
  routes: readonly Route[];
  /** Whose token, refresh token or code the request carries, if it is known at all. */
  accountOf(request: WireRequest): Account | undefined;
  /** Ends the life of the access token that the request carries. */
  expireTokenOf(request: WireRequest): void;
  notFound(request: WireRequest, methodNotAllowed: boolean): WireResponse;
  /** The vendor's own shapes of failures that a fault script can ask for. */
  rateLimited(request: WireRequest, fault: RateLimitedFault): WireResponse;
  serverError(request: WireRequest): WireResponse;
  okWithError(request: WireRequest): WireResponse;
  /** Headers that the vendor puts on every answer, e.g. the use of limits. */
  finish(request: WireRequest, response: WireResponse): WireResponse;
}
