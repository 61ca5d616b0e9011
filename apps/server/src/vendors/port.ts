/**
 * What the product asks of any CRM, and nothing more.
 *
 * One adapter per platform implements `CrmVendor`; features receive it from the composition root
 * and never learn which library or wire format stands behind it. Adapters hold no state: tokens,
 * leases and retries over time belong to the feature, which also decides what a failure means.
 */
import type { Field } from '@partneros/contract/field';
import type { ApiUsage, Pipeline, Platform, RecordType } from '@partneros/contract/integrations';

/** The client (connected app, public app) in whose name the CRM is called. */
export interface OAuthClient {
  /** Origin of the login host, such as `https://login.salesforce.com`; HubSpot: the consent host. */
  loginUrl: string;
  /** Base of token and API calls where it is not the login host (HubSpot); else null. */
  apiUrl: string | null;
  clientId: string;
  clientSecret: string;
  /**
   * `public`: the URLs come from a user and may only lead to public addresses. `trusted`: they come
   * from the operator's environment or name the demo CRMs.
   */
  reach: 'public' | 'trusted';
}

export interface AuthorizeRequest {
  state: string;
  /** base64url(SHA-256(verifier)), method S256. */
  codeChallenge: string;
  redirectUri: string;
}

export interface CodeExchange {
  code: string;
  codeVerifier: string;
  redirectUri: string;
}

/** A token answer. What the CRM left out is null: the feature keeps what it has stored. */
export interface Grant {
  accessToken: string;
  refreshToken: string | null;
  /** Where API calls go; null for HubSpot. Checked by the adapter against the hosts it trusts. */
  instanceUrl: string | null;
  /** Seconds; null where the CRM tells no expiry (Salesforce). */
  expiresInSeconds: number | null;
  /** Salesforce org id (18), HubSpot portal id; null when this answer does not name it. */
  accountId: string | null;
  scopes: string[];
}

/** Who the grant belongs to, shown on the connection's card. */
export interface CrmAccount {
  accountId: string;
  accountName: string | null;
  /** The CRM user that the integration acts as, such as an e-mail address. */
  connectedAs: string | null;
  /** Told by the CRM where it can be known (Salesforce organization `IsSandbox`, HubSpot account type). */
  kind: 'production' | 'sandbox' | null;
}

/** One authorised call context. `signal` ends calls when a connection is cut or the server stops. */
export interface CrmSession {
  client: OAuthClient;
  instanceUrl: string | null;
  accessToken: string;
  signal: AbortSignal;
}

export interface CrmObject {
  objectType: string;
  label: string;
  custom: boolean;
}

/** The field list of one object in our words, before hashing. */
export interface DiscoveredObject {
  objectType: string;
  label: string;
  custom: boolean;
  fields: Field[];
  requiredForCreate: string[];
  recordTypes: RecordType[];
  pipelines: Pipeline[];
  /** Fields that the platform's vendor made (as against the customer): drift in them is the vendor's. */
  vendorFields: string[];
}

/** What an earlier read left behind to ask “has it changed?” cheaply; opaque outside the adapter. */
export type Validator = string;

export type ObjectReading =
  | { changed: false; apiUsage: ApiUsage | null }
  | {
      changed: true;
      object: DiscoveredObject;
      validator: Validator | null;
      apiUsage: ApiUsage | null;
    };

/**
 * Why a call to a CRM did not give what was asked.
 *
 * - `token_expired`: the access token is refused; a refresh may cure it.
 * - `grant_gone`: the refresh token or the authorisation is refused for good; a person must reconnect.
 * - `not_permitted`, `not_found`: this one thing is not to be had; others may be.
 * - `rate_limited`: nothing happened there; try again after `retryAfterSeconds`.
 * - `refused`: no connection was made (refused, unknown host): nothing happened there.
 * - `unknown_outcome`: time-out, reset, cut body, 5xx: it may or may not have happened.
 * - `bad_answer`: an answer that is none (HTML, 200 with an error inside, wrong shape).
 * - `untrusted`: the answer points to a host that we do not send tokens to.
 * - `rejected`: any other 4xx, our request was wrong or the account refuses it.
 * - `cancelled`: our own signal ended it.
 */
export type CrmFailureKind =
  | 'token_expired'
  | 'grant_gone'
  | 'not_permitted'
  | 'not_found'
  | 'rate_limited'
  | 'refused'
  | 'unknown_outcome'
  | 'bad_answer'
  | 'untrusted'
  | 'rejected'
  | 'cancelled';

export interface CrmFailureDetails {
  /** A sentence of ours for people: what happened and, where known, what to do. Never upstream text. */
  message: string;
  /** The CRM's own code, such as `INVALID_SESSION_ID` or `MISSING_SCOPES`, when it matches [A-Z0-9_]+. */
  vendorCode?: string;
  status?: number;
  retryAfterSeconds?: number;
}

/** Thrown by every adapter call that fails. The message is ours and safe to show. */
export class CrmFailure extends Error {
  override readonly name = 'CrmFailure';
  readonly kind: CrmFailureKind;
  readonly vendorCode: string | null;
  readonly status: number | null;
  readonly retryAfterSeconds: number | null;

  constructor(kind: CrmFailureKind, details: CrmFailureDetails) {
    super(details.message);
    this.kind = kind;
    this.vendorCode = details.vendorCode ?? null;
    this.status = details.status ?? null;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}

export interface CrmVendor {
  readonly platform: Platform;
  /** Objects that a new connection discovers; one that the account lacks is ignored. */
  readonly defaultObjectTypes: readonly string[];
  /** Whether the refresh token may change with each refresh, so that a second send can kill the grant. */
  readonly rotatesRefreshTokens: boolean;

  /**
   * Whether a URL that a person typed as login address is https on a host of this CRM. Adapters ask
   * it themselves before they send a secret to a client's URLs with reach `public`.
   */
  trustsUrl(url: string): boolean;
  authorizeUrl(client: OAuthClient, request: AuthorizeRequest): string;
  exchangeCode(client: OAuthClient, exchange: CodeExchange, signal: AbortSignal): Promise<Grant>;
  refreshGrant(client: OAuthClient, refreshToken: string, signal: AbortSignal): Promise<Grant>;
  /**
   * A grant in the app's own name, without a browser; null where the CRM has no such flow. There is
   * no refresh token: when the access token ends, another grant is asked for, which does no harm.
   */
  clientCredentialsGrant: ((client: OAuthClient, signal: AbortSignal) => Promise<Grant>) | null;
  /** Best effort: the caller erases its tokens whatever happens here. */
  revokeGrant(
    client: OAuthClient,
    tokens: { accessToken: string | null; refreshToken: string | null },
    signal: AbortSignal,
  ): Promise<void>;

  readAccount(session: CrmSession): Promise<CrmAccount>;
  listObjects(session: CrmSession): Promise<CrmObject[]>;
  /** Reads one object; with a validator of an earlier read it may answer `changed: false`. */
  readObject(
    session: CrmSession,
    objectType: string,
    validator: Validator | null,
  ): Promise<ObjectReading>;
}
