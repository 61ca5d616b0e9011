/**
 * A device that signed in to an account before carries a signed cookie that says so. It lets nobody
 * in; its failures are counted apart, so that a flood of guesses from elsewhere does not lock out
 * the person whose account it is.
 */
import { createHmac } from 'node:crypto';
import { equalInConstantTime, randomToken, sha256 } from '../../../kernel/crypto/tokens.ts';
import { createPlainCookie } from '../plain-cookie.ts';

export interface KnownDevice {
  /** The device's name in the counters; null when it never signed in to this account. */
  read(cookieHeader: string | null, email: string): string | null;
  /** A `Set-Cookie` value for a device that just signed in; a known one keeps its name. */
  write(cookieHeader: string | null, email: string): string;
}

const yearSeconds = 365 * 24 * 3600;

/** @param secrets newest first: the first signs, all are accepted */
export function createKnownDevice(secrets: readonly string[], secure: boolean): KnownDevice {
  const cookie = createPlainCookie({
    name: 'known_device',
    path: '/api/auth',
    maxAgeSeconds: yearSeconds,
    secure,
  });
  const sign = (secret: string, device: string, email: string) =>
    createHmac('sha256', secret)
      .update(`known_device\0${device}\0${sha256(email.toLowerCase())}`)
      .digest('base64url');

  function read(header: string | null, email: string): string | null {
    const [device = '', signature = ''] = cookie.read(header)?.split('.') ?? [];
    if (device === '') return null;
    const valid = secrets.some((secret) =>
      equalInConstantTime(signature, sign(secret, device, email)),
    );
    return valid ? device : null;
  }

  return {
    read,
    write(header, email) {
      const device = read(header, email) ?? randomToken();
      return cookie.write(`${device}.${sign(secrets[0] ?? '', device, email)}`);
    },
  };
}
