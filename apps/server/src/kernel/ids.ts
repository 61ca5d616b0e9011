import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';

/** A new row id: UUIDv7, lower case, sorting by creation time. */
export function newId(): string {
  return v7();
}

/** A name for a request: a UUID that sorts by nothing, at a twentieth of the price of an id. */
export function newRequestId(): string {
  return randomUUID();
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}
