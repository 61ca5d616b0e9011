/** What both CRMs' OAuth endpoints share. */
import { createHash, randomBytes } from 'node:crypto';
import { formOf, type WireRequest } from './wire.ts';

/** Authorization codes live about 15 minutes and are good for one exchange (spec 06, 1.2). */
export const CODE_LIFETIME_MS = 15 * 60 * 1000;

/** A registered application of a CRM. */
export interface OAuthApp {
  clientId: string;
  clientSecret: string;
  /** Exact redirect addresses. */
  redirectUris: readonly string[];
  /** Any http address on this machine is fine too (RFC 8252, 7.3); the demo apps say so. */
  allowLoopback: boolean;
}

export interface AuthorizationCode<Grant> {
  clientId: string;
  redirectUri: string;
  challenge: string | undefined;
  grant: Grant;
  expiresAt: number;
}

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

export function isRedirectAllowed(app: OAuthApp, redirectUri: string): boolean {
  if (app.redirectUris.includes(redirectUri)) return true;
  if (!app.allowLoopback || !URL.canParse(redirectUri)) return false;
  const url = new URL(redirectUri);
  return url.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname);
}

/** Whether the verifier answers an S256 challenge (RFC 7636, 4.6). */
export function answersChallenge(challenge: string, verifier: string): boolean {
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}

/** Client id and secret from the form, or from HTTP Basic (RFC 6749, 2.3.1). */
export function clientOf(request: WireRequest): { id: string; secret: string | undefined } {
  const form = formOf(request);
  const basic = /^Basic\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (basic !== undefined && !form.has('client_id')) {
    const [id = '', secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
    return { id: decodeURIComponent(id), secret: secret && decodeURIComponent(secret) };
  }
  return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? undefined };
}

export function randomText(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** Codes by value; a code is gone once taken, whatever the exchange comes to. */
export class CodeStore<Grant> {
  readonly #codes = new Map<string, AuthorizationCode<Grant>>();

  issue(value: string, code: AuthorizationCode<Grant>): string {
    this.#codes.set(value, code);
    return value;
  }

  peek(value: string): AuthorizationCode<Grant> | undefined {
    return this.#codes.get(value);
  }

  take(value: string, now: number): AuthorizationCode<Grant> | undefined {
    const code = this.#codes.get(value);
    this.#codes.delete(value);
    return code && code.expiresAt > now ? code : undefined;
  }
}
