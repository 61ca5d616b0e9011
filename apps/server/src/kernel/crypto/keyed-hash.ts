import { createHmac } from 'node:crypto';

/**
 * A digest that only this installation can make: what it stands for cannot be found by trying values
 * without the key. The purpose keeps digests of different uses apart.
 */
export type KeyedHash = (purpose: string, text: string) => string;

/** @param key 256 random bits in base64url */
export function createKeyedHash(key: string): KeyedHash {
  const bytes = Buffer.from(key, 'base64url');
  if (bytes.length !== 32) throw new Error('The key of keyed hashes must be 32 bytes.');
  return (purpose, text) => createHmac('sha256', bytes).update(`${purpose}\0${text}`).digest('hex');
}
