/**
 * An OpenID Connect provider (OpenID Connect Core 1.0, RFC 6749, 7636, 9207). Honest unless told
 * otherwise: codes work once, for their client, redirect URI and verifier; ID tokens are signed with
 * the published key. `hostile` bends one thing at a time.
 */
import {
  createHash,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import { jsonAnswer, type LocalAnswer, type LocalRequest, serveLocally } from './local-server.ts';

export interface OidcPerson {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
}

type Json = Record<string, unknown>;

export interface HostileOidc {
  /** Changes the ID token's claims before it is signed. */
  claims?: (claims: Json) => Json;
  /** How the ID token is signed. */
  signature?: 'none' | 'hmac_with_public_key' | 'hmac_with_secret' | 'unpublished_key' | 'broken';
  /** Changes the discovery document. */
  discovery?: (document: Json) => Json;
  /** What `/jwks` answers. */
  jwks?: (keys: Json) => Json;
  /** `iss` of the redirect, in place of the issuer; null leaves it out. */
  redirectIssuer?: string | null;
  /** Redeems a code as often as it is asked. */
  reusesCodes?: boolean;
  /** Where the authorization endpoint sends the browser, in place of an answer. */
  sendsBrowserTo?: (asked: URLSearchParams) => string;
  userinfo?: Json;
}

interface Grant {
  clientId: string;
  redirectUri: string;
  challenge: string;
  nonce: string | null;
  person: OidcPerson;
}

export interface OidcProvider {
  issuer: string;
  /** `host:port`. */
  host: string;
  clientId: string;
  clientSecret: string;
  /** Who sits before the browser at the provider. */
  person: OidcPerson;
  hostile: HostileOidc;
  /** Paths asked for so far. */
  asked: string[];
  /** Replaces the signing key, as providers do from time to time. */
  rotateKey(): void;
  /** A browser at the authorization endpoint. @returns where it is sent */
  visit(authorizationUrl: string): Promise<string>;
  close(): Promise<void>;
}

export async function startOidcProvider(person: OidcPerson): Promise<OidcProvider> {
  const provider = new Provider(person);
  const server = await serveLocally((request) => provider.answer(request));
  provider.issuer = server.url;
  provider.host = server.host;
  provider.asked = server.asked;
  provider.close = server.close;
  return provider;
}

class Provider implements OidcProvider {
  issuer = '';
  host = '';
  asked: string[] = [];
  close = async (): Promise<void> => undefined;
  readonly clientId = 'partneros-at-idp';
  readonly clientSecret = `secret-${randomUUID()}`;
  person: OidcPerson;
  hostile: HostileOidc = {};
  #keys = newKey();
  readonly #grants = new Map<string, Grant>();
  readonly #tokens = new Map<string, OidcPerson>();

  constructor(person: OidcPerson) {
    this.person = person;
  }

  rotateKey(): void {
    this.#keys = newKey();
  }

  async visit(authorizationUrl: string): Promise<string> {
    const answer = await fetch(authorizationUrl, { redirect: 'manual' });
    await answer.text();
    return answer.headers.get('location') ?? '';
  }

  answer(request: LocalRequest): LocalAnswer {
    switch (request.path) {
      case '/.well-known/openid-configuration':
        return jsonAnswer(this.#discovery());
      case '/jwks':
        return jsonAnswer(this.#jwks());
      case '/authorize':
        return this.#authorize(request.query);
      case '/token':
        return this.#token(request);
      case '/userinfo':
        return this.#userinfo(request);
      default:
        return { status: 404 };
    }
  }

  #discovery(): Json {
    const document = {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      authorization_response_iss_parameter_supported: true,
    };
    return this.hostile.discovery?.(document) ?? document;
  }

  #jwks(): Json {
    const { publicKey, kid } = this.#keys;
    const jwk = publicKey.export({ format: 'jwk' });
    const keys = { keys: [{ ...jwk, kid, use: 'sig', alg: 'RS256' }] };
    return this.hostile.jwks?.(keys) ?? keys;
  }

  #authorize(query: URLSearchParams): LocalAnswer {
    const elsewhere = this.hostile.sendsBrowserTo?.(query);
    if (elsewhere !== undefined) return { status: 302, headers: { location: elsewhere } };
    const redirectUri = query.get('redirect_uri');
    const challenge = query.get('code_challenge');
    if (!redirectUri || !challenge || query.get('client_id') !== this.clientId) {
      return jsonAnswer({ error: 'invalid_request' }, 400);
    }
    const code = randomUUID();
    const { person, clientId } = this;
    const nonce = query.get('nonce');
    this.#grants.set(code, { clientId, redirectUri, challenge, nonce, person });
    const target = new URL(redirectUri);
    target.searchParams.set('code', code);
    target.searchParams.set('state', query.get('state') ?? '');
    const { redirectIssuer = this.issuer } = this.hostile;
    if (redirectIssuer !== null) target.searchParams.set('iss', redirectIssuer);
    return { status: 302, headers: { location: target.href } };
  }

  #token({ form, headers }: LocalRequest): LocalAnswer {
    if (!this.#isOurClient(headers.authorization)) {
      return jsonAnswer({ error: 'invalid_client' }, 401);
    }
    const grant = this.#takeGrant(form);
    if (!grant) return jsonAnswer({ error: 'invalid_grant' }, 400);
    const accessToken = randomUUID();
    this.#tokens.set(accessToken, grant.person);
    return jsonAnswer({
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 300,
      id_token: this.#idToken(grant),
    });
  }

  #isOurClient(authorization = ''): boolean {
    const given = Buffer.from(authorization.slice(6), 'base64').toString('utf8');
    const [id, secret] = given.split(':').map((encoded) => decodeURIComponent(encoded));
    return id === this.clientId && secret === this.clientSecret;
  }

  /** The grant of a code, if verifier and redirect URI are those that it was given for. */
  #takeGrant(form: URLSearchParams): Grant | null {
    const code = form.get('code') ?? '';
    const grant = this.#grants.get(code);
    if (!this.hostile.reusesCodes) this.#grants.delete(code);
    const verifier = form.get('code_verifier') ?? '';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const fits = grant?.challenge === challenge && grant.redirectUri === form.get('redirect_uri');
    return grant && fits ? grant : null;
  }

  #userinfo({ headers }: LocalRequest): LocalAnswer {
    const person = this.#tokens.get((headers.authorization ?? '').replace(/^Bearer /, ''));
    if (!person) return jsonAnswer({ error: 'invalid_token' }, 401);
    return jsonAnswer({ ...person, ...this.hostile.userinfo });
  }

  #idToken({ clientId, nonce, person }: Grant): string {
    const now = Math.floor(Date.now() / 1000);
    const claims: Json = {
      iss: this.issuer,
      aud: clientId,
      iat: now,
      exp: now + 300,
      ...(nonce !== null && { nonce }),
      ...person,
    };
    return this.#sign(this.hostile.claims?.(claims) ?? claims);
  }

  #sign(claims: Json): string {
    const { signature } = this.hostile;
    const { kid, publicKey, privateKey } = this.#keys;
    const hmac = signature === 'hmac_with_public_key' || signature === 'hmac_with_secret';
    const alg = signature === 'none' ? 'none' : hmac ? 'HS256' : 'RS256';
    const body = `${part({ alg, kid, typ: 'JWT' })}.${part(claims)}`;
    if (signature === 'none') return `${body}.`;
    if (hmac) {
      const pem = publicKey.export({ type: 'spki', format: 'pem' });
      const key = signature === 'hmac_with_secret' ? this.clientSecret : pem;
      return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
    }
    const key = signature === 'unpublished_key' ? newKey().privateKey : privateKey;
    const signed = sign('RSA-SHA256', Buffer.from(body), key).toString('base64url');
    return `${body}.${signature === 'broken' ? signed.split('').reverse().join('') : signed}`;
  }
}

function part(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function newKey(): { privateKey: KeyObject; publicKey: KeyObject; kid: string } {
  return { ...generateKeyPairSync('rsa', { modulusLength: 2048 }), kid: randomUUID() };
}
