import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, type Edge } from './assign.ts';

/** Every way there is, tried. */
function bestTotal(rows: readonly (readonly Edge[])[], row = 0, taken = new Set<number>()): number {
  if (row === rows.length) return 0;
  let best = bestTotal(rows, row + 1, taken);
  for (const { column, gain } of rows[row] ?? []) {
    if (taken.has(column)) continue;
    best = Math.max(best, gain + bestTotal(rows, row + 1, new Set([...taken, column])));
  }
  return best;
}

describe('assignment', () => {
  it('gives up a first choice where that helps the whole', () => {
    const rows = [
      [
        { column: 0, gain: 5 },
        { column: 1, gain: 4 },
      ],
      [{ column: 0, gain: 4 }],
    ];
    expect([...assign(rows)]).toEqual([1, 0]);
  });

  it('leaves a row alone rather than pair it at a loss', () => {
    expect([...assign([[{ column: 3, gain: -1 }], []])]).toEqual([-1, -1]);
  });

  it('reaches the best total there is, each column once', () => {
    const edges = fc.uniqueArray(
      fc.record({ column: fc.nat(5), gain: fc.double({ min: -3, max: 6, noNaN: true }) }),
      { selector: (edge) => edge.column },
    );
    fc.assert(
      fc.property(fc.array(edges, { maxLength: 5 }), (rows) => {
        const columns = [...assign(rows)];
        const used = columns.filter((column) => column >= 0);
        expect(new Set(used).size).toBe(used.length);
        const total = columns.reduce((sum, column, row) => {
          return sum + (rows[row]?.find((edge) => edge.column === column)?.gain ?? 0);
        }, 0);
        expect(total).toBeCloseTo(bestTotal(rows), 9);
      }),
      { numRuns: 200 },
    );
  });
});
