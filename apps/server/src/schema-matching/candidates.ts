/**
 * For each field on the left the fields on the right that are worth a closer look, with features.
 *
 * Looking at every pair closely would cost some 20 µs a pair; the inverted indexes and the concept
 * index find the few dozen that can win.
 */
import { type PairCosines, pairFeatures } from './pair-features.ts';
import type { PreparedField, PreparedSchema } from './prepare.ts';
import { cosines } from './view-index.ts';
import { relatedTo } from './vocabulary/index.ts';

/** An embedding provider's vectors by content hash, all of one length. */
export type ProviderVectors = ReadonlyMap<string, Float32Array>;

export interface Sides {
  left: PreparedSchema;
  right: PreparedSchema;
  providerVectors?: ProviderVectors;
  /** True for a pair that a person has turned down. */
  isRejected?: (left: string, right: string) => boolean;
}

export interface Candidate {
  /** Position of the field on the right. */
  row: number;
  features: Float64Array;
  /** How much better than usual the provider's vectors fit, in standard deviations, −2..4. */
  provider: number;
}

const byTitle = 24;
const byDescription = 8;
const byProvider = 10;

/** Where a value belongs among rows in falling order; behind its equals. */
function placeFor(values: Float64Array, rows: readonly number[], value: number): number {
  let place = rows.length;
  while (place > 0 && value > (values[rows[place - 1] ?? 0] ?? 0)) place -= 1;
  return place;
}

/** The `count` best positions with a value above zero; of equals the earlier. */
function best(values: Float64Array, count: number): number[] {
  const rows: number[] = [];
  let floor = 0;
  values.forEach((value, row) => {
    if (value <= floor) return;
    rows.splice(placeFor(values, rows, value), 0, row);
    if (rows.length > count) rows.pop();
    if (rows.length === count) floor = values[rows[count - 1] ?? 0] ?? 0;
  });
  return rows;
}

interface RowCosines {
  name: Float64Array;
  label: Float64Array;
  best: Float64Array;
  description: Float64Array;
}

function largest(...lists: Float64Array[]): Float64Array {
  const result = new Float64Array(lists[0]?.length ?? 0);
  for (const list of lists) {
    for (let row = 0; row < result.length; row += 1) {
      if ((list[row] ?? 0) > (result[row] ?? 0)) result[row] = list[row] ?? 0;
    }
  }
  return result;
}

function rowCosines(field: PreparedField, right: PreparedSchema): RowCosines {
  const { name, label, description } = field.vectors;
  const nameToName = cosines(right.indexes.name, name);
  const labelToLabel = cosines(right.indexes.label, label);
  const nameToLabel = cosines(right.indexes.label, name);
  const labelToName = cosines(right.indexes.name, label);
  return {
    name: nameToName,
    label: labelToLabel,
    best: largest(nameToName, labelToLabel, nameToLabel, labelToName),
    description: largest(
      cosines(right.indexes.description, description),
      cosines(right.indexes.description, label.buckets.length > 0 ? label : name),
      cosines(right.indexes.label, description),
    ),
  };
}

function dot(first: Float32Array, second: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < first.length; index += 1) {
    sum += (first[index] ?? 0) * (second[index] ?? 0);
  }
  return sum;
}

function unitVector(vectors: ProviderVectors | undefined, hash: string): Float32Array | null {
  const vector = vectors?.get(hash);
  if (vector === undefined) return null;
  const norm = Math.sqrt(dot(vector, vector));
  return norm > 0 && Number.isFinite(norm) ? vector.map((value) => value / norm) : null;
}

/** Right-hand provider vectors, normalised once for all rows on the left. */
function unitVectors(sides: Sides): (Float32Array | null)[] {
  if (sides.providerVectors === undefined) return [];
  return sides.right.fields.map((field) => unitVector(sides.providerVectors, field.hash));
}

/**
 * Provider cosines as deviations from the field's own average: providers differ in where unrelated
 * texts lie (0.1 or 0.7), but not in that the right one stands out.
 */
function providerScores(
  sides: Sides,
  field: PreparedField,
  units: readonly (Float32Array | null)[],
): Float64Array | null {
  const own = unitVector(sides.providerVectors, field.hash);
  if (own === null) return null;
  const known = units.map((unit) => (unit?.length === own.length ? dot(own, unit) : null));
  const values = known.filter((value) => value !== null);
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const spread = Math.sqrt(variance) || 1;
  return Float64Array.from(known, (value) =>
    value === null ? 0 : Math.max(-2, Math.min(4, (value - mean) / spread)),
  );
}

function candidateRows(
  field: PreparedField,
  right: PreparedSchema,
  row: RowCosines,
  provider: Float64Array | null,
): number[] {
  const rows = new Set([...best(row.best, byTitle), ...best(row.description, byDescription)]);
  for (const { concept } of field.concepts) {
    for (const related of relatedTo(concept)) {
      for (const position of right.conceptFields.get(related) ?? []) rows.add(position);
    }
  }
  if (provider) for (const position of best(provider, byProvider)) rows.add(position);
  return [...rows].sort((a, b) => a - b);
}

function cosinesAt(row: RowCosines, at: number): PairCosines {
  return {
    name: row.name[at] ?? 0,
    label: row.label[at] ?? 0,
    best: row.best[at] ?? 0,
    description: row.description[at] ?? 0,
  };
}

function fieldCandidates(
  sides: Sides,
  field: PreparedField,
  units: readonly (Float32Array | null)[],
): Candidate[] {
  const row = rowCosines(field, sides.right);
  const provider = providerScores(sides, field, units);
  const candidates: Candidate[] = [];
  for (const at of candidateRows(field, sides.right, row, provider)) {
    const right = sides.right.fields[at];
    if (right === undefined || sides.isRejected?.(field.field.name, right.field.name)) continue;
    const features = pairFeatures(sides, field, right, cosinesAt(row, at));
    if (features) candidates.push({ row: at, features, provider: provider?.[at] ?? 0 });
  }
  return candidates;
}

/** Candidates of every field on the left, in the order of `left.fields`, each by rising row. */
export function collectCandidates(sides: Sides): Candidate[][] {
  const units = unitVectors(sides);
  return sides.left.fields.map((field) => fieldCandidates(sides, field, units));
}
