/** Random tokens and digests: 256 random bits, stored hashed, compared in constant time. */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as base64url (43 characters). */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 as lower-case hex. */
export function sha256(text: string | Uint8Array): string {
  return hash('sha256', text, 'hex');
}

/** base64url(SHA-256(text)): the S256 challenge of PKCE (RFC 7636, 4.2). */
export function sha256Base64Url(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** Compares without telling by its time how much agreed; unequal lengths are unequal at once. */
export function equalInConstantTime(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
