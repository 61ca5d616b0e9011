/** Optimal one-to-one assignment with “no counterpart” for every row. */

/** A pair worth making: `gain` is its log-odds against leaving the row alone. */
export interface Edge {
  column: number;
  gain: number;
}

interface State {
  /** Cost of each row's edges by column number in the reduced problem. */
  costs: readonly ReadonlyMap<number, number>[];
  columns: number;
  rowOf: Int32Array;
  rowPrices: Float64Array;
  columnPrices: Float64Array;
}

/**
 * Which column each row gets so that the gains sum to the most; −1 for none.
 *
 * Shortest augmenting paths with prices (Jonker and Volgenant, Computing 38, 1987), row by row, on
 * the sparse graph. Every row has a private column of cost zero, its “no counterpart”, so that it is
 * never pushed into a bad pair; edges without gain can therefore be left out from the start.
 */
export function assign(rows: readonly (readonly Edge[])[]): Int32Array {
  const columnIds = [...new Set(rows.flatMap((edges) => edges.map((edge) => edge.column)))];
  columnIds.sort((a, b) => a - b);
  const reduced = new Map(columnIds.map((column, index) => [column, index]));
  const columns = columnIds.length + rows.length;
  const state: State = {
    costs: rows.map((edges, row) => rowCosts(edges, reduced, columnIds.length + row)),
    columns,
    rowOf: new Int32Array(columns).fill(-1),
    rowPrices: new Float64Array(rows.length),
    columnPrices: new Float64Array(columns),
  };
  for (let row = 0; row < rows.length; row += 1) augment(state, row);
  const result = new Int32Array(rows.length).fill(-1);
  for (let column = 0; column < columnIds.length; column += 1) {
    const row = state.rowOf[column] ?? -1;
    if (row >= 0) result[row] = columnIds[column] ?? -1;
  }
  return result;
}

function rowCosts(
  edges: readonly Edge[],
  reduced: ReadonlyMap<number, number>,
  privateColumn: number,
): Map<number, number> {
  const costs = new Map([[privateColumn, 0]]);
  for (const { column, gain } of edges) {
    const index = reduced.get(column);
    if (gain > 0 && index !== undefined) costs.set(index, -gain);
  }
  return costs;
}

/** Dijkstra from `start` over alternating paths to the nearest free column, then flips the path. */
function augment(state: State, start: number): void {
  const distance = new Float64Array(state.columns).fill(Infinity);
  const from = new Int32Array(state.columns).fill(-1);
  const done = new Uint8Array(state.columns);
  let row = start;
  let sofar = 0;
  let target = -1;
  while (target < 0) {
    relax(state, row, sofar, { distance, from, done });
    const column = nearest(distance, done);
    sofar = distance[column] ?? 0;
    done[column] = 1;
    const owner = state.rowOf[column] ?? -1;
    if (owner < 0) target = column;
    else row = owner;
  }
  updatePrices(state, start, sofar, { distance, done });
  flip(state, start, target, from);
}

interface Search {
  distance: Float64Array;
  from: Int32Array;
  done: Uint8Array;
}

function relax(state: State, row: number, sofar: number, search: Search): void {
  for (const [column, cost] of state.costs[row] ?? []) {
    if (search.done[column]) continue;
    const reduced = cost - (state.rowPrices[row] ?? 0) - (state.columnPrices[column] ?? 0);
    if (sofar + reduced < (search.distance[column] ?? Infinity)) {
      search.distance[column] = sofar + reduced;
      search.from[column] = row;
    }
  }
}

function nearest(distance: Float64Array, done: Uint8Array): number {
  let best = -1;
  for (let column = 0; column < distance.length; column += 1) {
    if (done[column]) continue;
    if (best < 0 || (distance[column] ?? 0) < (distance[best] ?? 0)) best = column;
  }
  return best;
}

function updatePrices(
  state: State,
  start: number,
  length: number,
  search: Pick<Search, 'distance' | 'done'>,
): void {
  state.rowPrices[start] = (state.rowPrices[start] ?? 0) + length;
  for (let column = 0; column < state.columns; column += 1) {
    if (!search.done[column]) continue;
    const slack = length - (search.distance[column] ?? 0);
    state.columnPrices[column] = (state.columnPrices[column] ?? 0) - slack;
    const owner = state.rowOf[column] ?? -1;
    if (owner >= 0) state.rowPrices[owner] = (state.rowPrices[owner] ?? 0) + slack;
  }
}

function flip(state: State, start: number, target: number, from: Int32Array): void {
  let column = target;
  for (;;) {
    const row = from[column] ?? -1;
    const previous = state.rowOf.indexOf(row);
    state.rowOf[column] = row;
    if (row === start) return;
    column = previous;
  }
}
