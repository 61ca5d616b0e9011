/** Where the bytes of files are kept. */
import type { Readable } from 'node:stream';

/** A file on this machine's disk that is to be kept. */
export interface LocalFile {
  path: string;
  bytes: number;
  /** Hex. */
  sha256: string;
}

export interface KeptObject {
  bytes: number;
  /** To be read to its end or destroyed. */
  content: Readable;
}

/**
 * Keys are two UUIDs with a slash between (`objectKey`): whose it is, and which. Calls go over the
 * network: never inside a transaction.
 */
export interface ObjectStore {
  /** Keeps it for good before it returns; the local file may be moved away. @throws ObjectStoreFailure */
  put(key: string, file: LocalFile): Promise<void>;
  /** @returns null when there is none; @throws ObjectStoreFailure */
  open(key: string): Promise<KeptObject | null>;
  /** Does nothing when there is none. @throws ObjectStoreFailure */
  remove(key: string): Promise<void>;
  /** All keys, in any order. @throws ObjectStoreFailure */
  list(): AsyncIterable<{ key: string; changedAt: Date }>;
}

/** The store could not be reached or refused; trying again later may help. */
export class ObjectStoreFailure extends Error {
  override readonly name = 'ObjectStoreFailure';
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const keyPattern = new RegExp(`^(${uuid})/(${uuid})$`);

export function objectKey(ownerId: string, objectId: string): string {
  return requireKey(`${ownerId}/${objectId}`);
}

/** The two ids of a key; null for what is no key of ours. */
export function readKey(key: string): { ownerId: string; objectId: string } | null {
  const [, ownerId, objectId] = keyPattern.exec(key) ?? [];
  return ownerId && objectId ? { ownerId, objectId } : null;
}

/** A key never leads out of the store. */
export function requireKey(key: string): string {
  if (!keyPattern.test(key)) throw new Error('Not a key of the object store.');
  return key;
}
