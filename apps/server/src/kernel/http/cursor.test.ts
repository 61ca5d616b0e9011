import { describe, expect, it } from 'vitest';
import { newId } from '../ids.ts';
import { pageOf, readCursor } from './cursor.ts';

/** The cursor after a row of this id. */
const cursorAfter = (id: string) => pageOf([{ id }, { id: newId() }], 1).nextCursor ?? '';

describe('a cursor', () => {
  it('is read back as the id that it was written from', () => {
    const id = newId();
    expect(readCursor(cursorAfter(id))).toBe(id);
    expect(cursorAfter(id)).toMatch(/^[\w-]+$/);
    expect(readCursor(undefined)).toBeNull();
  });

  const encoded = (text: string) => Buffer.from(text).toString('base64url');
  it.each([
    '',
    'x',
    '%00',
    encoded(newId()),
    encoded(`2:${newId()}`),
    encoded(`1:${newId()}'; drop table audit_log --`),
    encoded(`1:${newId().toUpperCase()}`),
    encoded('1:'),
  ])('that is not ours is refused: %s', (cursor) => {
    expect(() => readCursor(cursor)).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        details: [expect.objectContaining({ path: 'cursor' })],
      }),
    );
  });
});

describe('a page', () => {
  const rows = [1, 2, 3].map(() => ({ id: newId() }));

  it('has a next one when more rows were found than asked for', () => {
    const page = pageOf(rows, 2);
    expect(page.rows).toEqual(rows.slice(0, 2));
    expect(readCursor(page.nextCursor ?? undefined)).toBe(rows[1]?.id);
  });

  it('is the last one when all rows fit', () => {
    expect(pageOf(rows, 3)).toEqual({ rows, nextCursor: null });
    expect(pageOf([], 3)).toEqual({ rows: [], nextCursor: null });
  });
});
