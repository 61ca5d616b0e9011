/**
 * Encryption of stored secrets: AES-256-GCM, bound to the place it is stored in.
 *
 * Format `v1.<key id>.<nonce>.<tag>.<ciphertext>`, each part base64url. The key id is the start of
 * the key's SHA-256, so that a list of keys (newest first) can be rotated without a marker column.
 * The additional data names table, column, organization and row: a ciphertext copied to another row
 * does not open (spec 09, “Jobs, logs, order”, keys).
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { sha256 } from './tokens.ts';

/** Where a secret lives; a part of what is authenticated. */
export interface SecretPlace {
  table: string;
  column: string;
  organizationId: string;
  rowId: string;
}

export interface SecretBox {
  /** What every text sealed with the newest key begins with. */
  readonly newestMark: string;
  seal(place: SecretPlace, plain: string): string;
  /** Throws when the text was changed, moved from another place, or its key is not in the list. */
  open(place: SecretPlace, sealed: string): string;
}

const version = 'v1';

/** @param keys 32-byte keys as base64 or hex, newest first; the first one seals. */
export function createSecretBox(keys: readonly string[]): SecretBox {
  const ring = keys.map((key) => {
    const bytes = decodeKey(key);
    return { id: keyId(bytes), bytes };
  });
  const newest = ring[0];
  if (!newest) throw new Error('ENCRYPTION_KEY holds no key.');

  return {
    newestMark: `${version}.${newest.id}.`,
    seal(place, plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', newest.bytes, nonce);
      cipher.setAAD(additionalData(place));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      const parts = [nonce, cipher.getAuthTag(), body].map((part) => part.toString('base64url'));
      return [version, newest.id, ...parts].join('.');
    },
    open(place, sealed) {
      const [format, id, nonce, tag, body] = sealed.split('.');
      const key = ring.find((entry) => entry.id === id);
      if (format !== version || !key || !nonce || !tag || body === undefined) {
        throw new Error(`A secret in ${place.table}.${place.column} cannot be opened.`);
      }
      // Without its length said, a tag cut to four bytes would be believed, and those can be guessed.
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce, 'base64url'), {
        authTagLength: 16,
      });
      decipher.setAAD(additionalData(place));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      const plain = Buffer.concat([
        decipher.update(Buffer.from(body, 'base64url')),
        decipher.final(),
      ]);
      return plain.toString('utf8');
    },
  };
}

/** A value by which a database can tell whether it was written with this key, without the key. */
export function keyCheckValue(key: string): string {
  return sha256(Buffer.concat([Buffer.from('partneros key check\0'), decodeKey(key)]));
}

/** True when the text is 32 bytes in base64, base64url or hex. */
export function isKey(text: string): boolean {
  return decodeBytes(text).length === 32;
}

function decodeKey(text: string): Buffer {
  const bytes = decodeBytes(text);
  if (bytes.length !== 32) throw new Error('A key must be 32 bytes in base64 or hex.');
  return bytes;
}

/** Empty for what is neither: Buffer alone would skip what it cannot read. */
function decodeBytes(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return Buffer.from(/^[A-Za-z0-9+/_-]+=*$/.test(text) ? text : '', 'base64');
}

function keyId(bytes: Buffer): string {
  return sha256(bytes).slice(0, 8);
}

function additionalData(place: SecretPlace): Buffer {
  return Buffer.from(
    [version, place.table, place.column, place.organizationId, place.rowId].join('\0'),
  );
}
