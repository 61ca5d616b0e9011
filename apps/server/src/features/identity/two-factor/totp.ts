/** Time-based one-time passwords (RFC 6238) as authenticator apps make them: SHA-1, 30 s, 6 digits. */
import { createHmac, randomBytes } from 'node:crypto';
import { equalInConstantTime } from '../../../kernel/crypto/tokens.ts';

const stepSeconds = 30;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** 160 random bits, which RFC 4226 recommends, as base32. */
export function newSecret(): string {
  return base32(randomBytes(20));
}

/** The number of 30-second steps since 1970. */
export function stepAt(moment: Date): number {
  return Math.floor(moment.getTime() / 1000 / stepSeconds);
}

/** The code of a step (RFC 4226, 5.3). @param digits 6, or 8 as in the RFC's examples */
export function codeAt(secret: string, step: number, digits = 6): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 15;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/**
 * The step whose code this is: the present one or a neighbour, for clocks that differ.
 * @returns null when it is none of theirs
 */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const present = stepAt(now);
  // All three are compared, so that the time tells nothing.
  const matching = [present - 1, present, present + 1].filter((step) =>
    equalInConstantTime(codeAt(secret, step), code),
  );
  return matching.at(-1) ?? null;
}

/** What a QR code for an authenticator app holds. */
export function uriOf(secret: string, email: string): string {
  const query = new URLSearchParams({ secret, issuer: 'PartnerOS' });
  return `otpauth://totp/PartnerOS:${encodeURIComponent(email)}?${query.toString()}`;
}

/** RFC 4648 base32 without padding. */
export function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
