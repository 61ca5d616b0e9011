/**
 * The cookie `session_token`: a random token and its HMAC, `<token>.<base64 HMAC-SHA256>`,
 * percent-encoded. The HMAC is checked before the database is asked, so that made-up cookies cost
 * no query; the database holds the token's SHA-256 only.
 */
import { createHmac } from 'node:crypto';
import { equalInConstantTime, sha256 } from '../../kernel/crypto/tokens.ts';

const cookieName = 'session_token';

export interface SessionCookie {
  /** The token's hash, or null when the request carries no single well-signed session cookie. */
  read(cookieHeader: string | undefined): { token: string; tokenHash: string } | null;
  /** A `Set-Cookie` value. */
  write(token: string, maxAgeSeconds: number): string;
  clear(): string;
}

/** @param secrets newest first: the first signs, all are accepted */
export function createSessionCookie(secrets: readonly string[], secure: boolean): SessionCookie {
  const newest = secrets[0];
  if (newest === undefined) throw new Error('SESSION_SECRET holds no secret.');
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;

  return {
    read(cookieHeader) {
      const values = valuesOf(cookieHeader);
      const [value] = values;
      // Two cookies of this name: somebody planted one; neither is believed (spec 09).
      if (values.length !== 1 || value === undefined) return null;
      const token = verified(value, secrets);
      return token === null ? null : { token, tokenHash: sha256(token) };
    },
    write(token, maxAgeSeconds) {
      const value = encodeURIComponent(`${token}.${signatureOf(token, newest)}`);
      return `${cookieName}=${value}; Max-Age=${maxAgeSeconds}; ${attributes}`;
    },
    clear: () => `${cookieName}=; Max-Age=0; ${attributes}`,
  };
}

function valuesOf(header: string | undefined): string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${cookieName}=`))
    .map((pair) => pair.slice(cookieName.length + 1));
}

function verified(value: string, secrets: readonly string[]): string | null {
  const text = decode(value);
  const dot = text.lastIndexOf('.');
  if (dot < 1) return null;
  const token = text.slice(0, dot);
  const signature = text.slice(dot + 1);
  const valid = secrets.some((secret) =>
    equalInConstantTime(signature, signatureOf(token, secret)),
  );
  return valid ? token : null;
}

function signatureOf(token: string, secret: string): string {
  return createHmac('sha256', secret).update(token).digest('base64');
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
