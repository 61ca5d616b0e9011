/**
 * Hashed vectors of fields: what is stored, and how it is read back.
 *
 * A field has four views: name, label, description, options. Each view counts features (runs of 3
 * to 5 letters, words, consonant skeletons, concepts), each hashed into one of 131,072 buckets.
 * Counts are stored bare; how much a feature says depends on the schema that is searched, so that
 * weighting and normalisation happen there.
 *
 * Bytes: format (1), then per view the number of buckets and, in rising order, the distance from
 * the previous bucket and the count, all as LEB128 variable-length integers. Some 400 bytes a field.
 */
import { objectKind, recognise } from './concepts.ts';
import { nameWords, skeleton, textWords } from './normalise.ts';
import type { MatchField } from './types.ts';

/**
 * Names the vectors' making. It changes whenever the same field would get other bytes: rules of
 * normalisation, vocabulary, features or format.
 */
export const engine = 'built-in-2';

const formatVersion = 1;

export const viewNames = ['name', 'label', 'description', 'options'] as const;
export type ViewName = (typeof viewNames)[number];

/** Buckets of one view in rising order with their counts. */
export interface SparseVector {
  buckets: Int32Array;
  counts: Int32Array;
}

export type FieldVectors = Record<ViewName, SparseVector>;

export const bucketCount = 131_072;

/** Where each kind of feature lives: first bucket and number of buckets (a power of two). */
const ranges = {
  letters: { first: 0, size: 65_536 },
  word: { first: 65_536, size: 32_768 },
  skeleton: { first: 98_304, size: 16_384 },
  concept: { first: 114_688, size: 16_384 },
} as const;

type FeatureKind = keyof typeof ranges;

export function kindOfBucket(bucket: number): FeatureKind {
  if (bucket < ranges.word.first) return 'letters';
  if (bucket < ranges.skeleton.first) return 'word';
  return bucket < ranges.concept.first ? 'skeleton' : 'concept';
}

/** FNV-1a, 32 bit, with a final mix so that the low bits depend on all letters. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

type Counts = Map<number, number>;

function count(counts: Counts, kind: FeatureKind, feature: string): void {
  const range = ranges[kind];
  const bucket = range.first + (hashText(feature) & (range.size - 1));
  counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
}

function countLetters(counts: Counts, words: readonly string[]): void {
  const text = `<${words.join(' ')}>`;
  for (let size = 3; size <= 5; size += 1) {
    for (let start = 0; start + size <= text.length; start += 1) {
      count(counts, 'letters', text.slice(start, start + size));
    }
  }
}

function countWords(counts: Counts, words: readonly string[]): void {
  for (const word of words) {
    count(counts, 'word', word);
    if (word.length > 3) count(counts, 'skeleton', skeleton(word));
  }
}

const anyObject = objectKind('', null);

function countConcept(counts: Counts, words: string[]): void {
  const { concept } = recognise(words, anyObject);
  if (concept !== null) count(counts, 'concept', concept);
}

function titleCounts(words: string[]): Counts {
  const counts: Counts = new Map();
  if (words.length === 0) return counts;
  countLetters(counts, words);
  countWords(counts, words);
  countConcept(counts, words);
  return counts;
}

const longestDescription = 2_000;
const mostOptions = 200;

function descriptionCounts(field: MatchField): Counts {
  const counts: Counts = new Map();
  countWords(counts, textWords((field.description ?? '').slice(0, longestDescription)));
  return counts;
}

function optionCounts(field: MatchField): Counts {
  const counts: Counts = new Map();
  for (const option of field.options.slice(0, mostOptions)) {
    const words = textWords(option.label === '' ? option.value : option.label);
    count(counts, 'concept', words.join(' '));
    for (const word of words) count(counts, 'word', word);
  }
  return counts;
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
}

/** The stored vector of a field: see the top of the file for its bytes. */
export function embedField(field: MatchField): Uint8Array {
  const views = [
    titleCounts(nameWords(field.name)),
    titleCounts(textWords(field.label)),
    descriptionCounts(field),
    optionCounts(field),
  ];
  const bytes: number[] = [formatVersion];
  for (const counts of views) {
    pushVarint(bytes, counts.size);
    let previous = 0;
    for (const [bucket, times] of [...counts].sort(([a], [b]) => a - b)) {
      pushVarint(bytes, bucket - previous);
      pushVarint(bytes, times);
      previous = bucket;
    }
  }
  return Uint8Array.from(bytes);
}

class ByteReader {
  private position = 1;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.bytes[this.position] ?? 0;
      this.position += 1;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    return value;
  }

  view(): SparseVector {
    const size = Math.min(this.varint(), this.bytes.length);
    const buckets = new Int32Array(size);
    const counts = new Int32Array(size);
    let bucket = 0;
    for (let index = 0; index < size; index += 1) {
      bucket += this.varint();
      buckets[index] = bucket;
      counts[index] = this.varint();
    }
    return { buckets, counts };
  }
}

/** Reads what `embedField` wrote; null when the bytes are of another format. */
export function readVectors(bytes: Uint8Array): FieldVectors | null {
  if (bytes[0] !== formatVersion) return null;
  const reader = new ByteReader(bytes);
  const name = reader.view();
  const label = reader.view();
  const description = reader.view();
  return { name, label, description, options: reader.view() };
}
