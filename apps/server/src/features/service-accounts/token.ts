/** What a token looks like: recognisable to people and secret scanners, 256 random bits. */
import { randomToken } from '../../kernel/crypto/tokens.ts';

const prefix = 'pos_';

export function makeToken(): string {
  return `${prefix}${randomToken()}`;
}

export function isToken(text: string): boolean {
  return /^pos_[\w-]{43}$/.test(text);
}
