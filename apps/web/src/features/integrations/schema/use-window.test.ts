import { describe, expect, it } from 'vitest';
import { rowWindow } from './use-window.ts';

const rowHeight = 44;

function windowAt(rowCount: number, scrollTop: number) {
  return rowWindow(rowCount, rowHeight, { scrollTop, height: 440 });
}

describe('the window of a long table', () => {
  it('holds the rows in sight and twelve beyond each edge', () => {
    expect(windowAt(900, 4400)).toEqual({
      start: 88,
      end: 122,
      above: 88 * rowHeight,
      below: 778 * rowHeight,
    });
  });

  it('keeps the whole height the same wherever it is scrolled to', () => {
    for (const scrollTop of [0, 1, 4400, 39_160, 50_000]) {
      const { start, end, above, below } = windowAt(900, scrollTop);
      expect(above + Math.max(0, end - start) * rowHeight + below).toBe(900 * rowHeight);
    }
  });

  it('holds all rows of a short table', () => {
    expect(windowAt(5, 0)).toEqual({ start: 0, end: 5, above: 0, below: 0 });
  });
});
