/** Identity providers as the product sees them: where to send a browser, and whom an answer names. */

/** Whom a provider speaks of. Nothing here is believed beyond what the provider may speak for. */
export interface AssertedPerson {
  /** The provider's own name for the person, which never passes to another. */
  subject: string;
  email: string | null;
  /** Whether the provider vouches that the address is this person's. */
  emailVerified: boolean;
  name: string | null;
}

export interface OidcClient {
  issuer: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
}

/** What ties an answer to the sign-in that asked for it. */
export interface OidcBinding {
  state: string;
  nonce: string;
  codeVerifier: string;
}

export interface OidcVendor {
  /** Where to send the browser. @throws SsoFailure */
  authorizationUrl(client: OidcClient, binding: OidcBinding, loginHint: string): Promise<string>;
  /** Redeems the code of the callback's query and checks the ID token. @throws SsoFailure */
  redeem(
    client: OidcClient,
    binding: OidcBinding,
    query: Readonly<Record<string, string>>,
  ): Promise<AssertedPerson>;
  /** Reads discovery document and keys, to tell whether they can be used. @throws SsoFailure */
  probe(client: OidcClient): Promise<{ keys: number }>;
}

export interface SamlProvider {
  entityId: string;
  ssoUrl: string;
  /** As PEM. */
  certificates: readonly string[];
}

/** We, as one provider knows us. */
export interface SamlService {
  entityId: string;
  acsUrl: string;
}

export interface SamlAssertion {
  person: AssertedPerson;
  assertionId: string;
  /** When the assertion would be refused for its age. */
  expiresAt: Date;
}

export interface SamlVendor {
  requestUrl(
    provider: SamlProvider,
    service: SamlService,
    request: { id: string; relayState: string },
  ): Promise<string>;
  /**
   * Checks the signature and everything that the signed assertion says of itself.
   * @throws SsoFailure
   */
  check(
    provider: SamlProvider,
    service: SamlService,
    answer: { samlResponse: string; requestId: string; now: Date },
  ): Promise<SamlAssertion>;
  /** Our metadata, for the provider's administrator. */
  metadata(service: SamlService): string;
  /** A provider's own metadata. @throws SsoFailure */
  readMetadata(xml: string): SamlProvider;
}

/** Reads TXT records; each as one text. */
export interface TxtResolver {
  /** No record, no such name: an empty list. Anything else is thrown. */
  resolveTxt(name: string): Promise<string[]>;
}

/**
 * Why an answer of a provider is not believed, or none came.
 *
 * `unreachable`: network or a document that cannot be read; `denied`: the provider said no;
 * `invalid`: what came is not what was asked for. `reason` is one of our own short words.
 */
export class SsoFailure extends Error {
  override readonly name = 'SsoFailure';
  readonly kind: 'unreachable' | 'denied' | 'invalid';
  readonly reason: string;

  constructor(kind: SsoFailure['kind'], reason: string, options?: ErrorOptions) {
    super(`Single sign-on: ${kind}, ${reason}.`, options);
    this.kind = kind;
    this.reason = reason;
  }
}
