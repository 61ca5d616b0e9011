/** Cosine similarity of one field to all fields of a schema at once, per view. */
import { bucketCount, kindOfBucket, type SparseVector } from './embed.ts';

/** How much a feature of each kind says: whole words and concepts more than runs of letters. */
const kindWeights = { letters: 1, word: 2.5, skeleton: 1.2, concept: 3 };

/** An inverted index of one view of a schema's fields, weighted by rarity and L2-normalised. */
export interface ViewIndex {
  /** Number of fields. */
  size: number;
  /** Buckets that occur, in rising order, with the weight of one occurrence. */
  buckets: Int32Array;
  weights: Float64Array;
  /** Where the postings of each bucket begin; one more entry than buckets. */
  starts: Int32Array;
  rows: Int32Array;
  values: Float64Array;
}

function bucketWeight(bucket: number, documents: number, size: number): number {
  return kindWeights[kindOfBucket(bucket)] * Math.log(1 + size / documents);
}

function countDocuments(vectors: readonly SparseVector[]): Int32Array {
  const documents = new Int32Array(bucketCount);
  for (const { buckets } of vectors) {
    for (const bucket of buckets) documents[bucket] = (documents[bucket] ?? 0) + 1;
  }
  return documents;
}

export function buildViewIndex(vectors: readonly SparseVector[]): ViewIndex {
  const size = vectors.length;
  const documents = countDocuments(vectors);
  const used: number[] = [];
  for (let bucket = 0; bucket < bucketCount; bucket += 1) if (documents[bucket]) used.push(bucket);
  const buckets = Int32Array.from(used);
  const weights = new Float64Array(buckets.length);
  const starts = new Int32Array(buckets.length + 1);
  const place = new Int32Array(bucketCount);
  buckets.forEach((bucket, index) => {
    const count = documents[bucket] ?? 0;
    weights[index] = bucketWeight(bucket, count, size);
    starts[index + 1] = (starts[index] ?? 0) + count;
    place[bucket] = index;
  });
  const index = { size, buckets, weights, starts, ...emptyPostings(starts) };
  fillPostings(index, vectors, place);
  return index;
}

function emptyPostings(starts: Int32Array): { rows: Int32Array; values: Float64Array } {
  const total = starts[starts.length - 1] ?? 0;
  return { rows: new Int32Array(total), values: new Float64Array(total) };
}

function entryAt(list: Int32Array | Float64Array, index: number): number {
  return list[index] ?? 0;
}

/** Length of the weighted vector; a feature seen n times weighs √n times as much. */
function vectorNorm(
  { buckets, counts }: SparseVector,
  weightOf: (bucket: number) => number,
): number {
  let squares = 0;
  for (let entry = 0; entry < buckets.length; entry += 1) {
    const weight = weightOf(entryAt(buckets, entry));
    squares += weight * weight * entryAt(counts, entry);
  }
  return Math.sqrt(squares);
}

function fillPostings(index: ViewIndex, vectors: readonly SparseVector[], place: Int32Array): void {
  const next = index.starts.slice();
  const weightOf = (bucket: number): number => entryAt(index.weights, entryAt(place, bucket));
  vectors.forEach((vector, row) => {
    const norm = vectorNorm(vector, weightOf);
    vector.buckets.forEach((bucket, entry) => {
      const slot = entryAt(place, bucket);
      const position = entryAt(next, slot);
      next[slot] = position + 1;
      index.rows[position] = row;
      index.values[position] =
        (entryAt(index.weights, slot) * Math.sqrt(entryAt(vector.counts, entry))) / norm;
    });
  });
}

/** First position in `sorted`, from `from` on, that is not below `wanted`. */
function lowerBound(sorted: Int32Array, wanted: number, from: number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function addPostings(index: ViewIndex, slot: number, share: number, result: Float64Array): void {
  const end = entryAt(index.starts, slot + 1);
  for (let at = entryAt(index.starts, slot); at < end; at += 1) {
    const row = entryAt(index.rows, at);
    result[row] = entryAt(result, row) + share * entryAt(index.values, at);
  }
}

/** Cosine of the vector with each field of the index, 0..1; zeros for an empty vector. */
export function cosines(index: ViewIndex, vector: SparseVector): Float64Array {
  const result = new Float64Array(index.size);
  const { buckets, counts } = vector;
  let squares = 0;
  let slot = 0;
  for (let entry = 0; entry < buckets.length; entry += 1) {
    const bucket = entryAt(buckets, entry);
    slot = lowerBound(index.buckets, bucket, slot);
    const isKnown = index.buckets[slot] === bucket;
    const weight = isKnown ? entryAt(index.weights, slot) : bucketWeight(bucket, 1, index.size);
    squares += weight * weight * entryAt(counts, entry);
    if (isKnown) addPostings(index, slot, weight * Math.sqrt(entryAt(counts, entry)), result);
  }
  if (squares === 0) return result;
  const norm = Math.sqrt(squares);
  return result.map((sum) => Math.min(1, sum / norm));
}
