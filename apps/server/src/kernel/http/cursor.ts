/** Cursors of lists: the last row's id, opaque to clients, stable under inserts. */
import { isUuid } from '../ids.ts';
import { Problem } from './problem.ts';

function writeCursor(lastId: string): string {
  return Buffer.from(`1:${lastId}`).toString('base64url');
}

/**
 * @returns the id to go on after, null at the start
 * @throws Problem validation_failed for a cursor that is not ours
 */
export function readCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const [version, id] = Buffer.from(cursor, 'base64url').toString('utf8').split(':');
  if (version === '1' && id !== undefined && isUuid(id)) return id;
  throw new Problem('validation_failed', 'The query is not valid.', {
    details: [{ path: 'cursor', message: 'Pass the nextCursor of the page before.' }],
  });
}

/** A page of rows that were read with one more than asked for. */
export function pageOf<Row extends { id: string }>(
  rows: readonly Row[],
  limit: number,
): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last ? writeCursor(last.id) : null };
}
