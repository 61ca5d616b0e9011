/** How alike two option lists are. */
import { textWords } from './normalise.ts';
import type { MatchField } from './types.ts';

/** Options as normalised words, each list once; empty for fields without options. */
export interface PreparedOptions {
  texts: ReadonlySet<string>;
  words: readonly (readonly string[])[];
}

const mostOptions = 200;
/** `None`, `Other` and the like are in every list. */
const emptyTexts = new Set(['', 'none', 'other', 'n', 'unknown', 'not applicable']);

export function prepareOptions(field: MatchField): PreparedOptions {
  const texts = new Set<string>();
  const words: string[][] = [];
  for (const option of field.options.slice(0, mostOptions)) {
    const own = textWords(option.label === '' ? option.value : option.label);
    const text = own.join(' ');
    if (emptyTexts.has(text) || texts.has(text)) continue;
    texts.add(text);
    words.push(own);
  }
  return { texts, words };
}

function isCovered(words: readonly string[], other: PreparedOptions): boolean {
  const text = words.join(' ');
  if (other.texts.has(text)) return true;
  const [only] = words;
  const isOneWord = words.length === 1 && only !== undefined && only.length > 3;
  return isOneWord && other.words.some((candidate) => candidate.includes(only));
}

/** Options of `first` that `second` has too, as a share, 0..1. */
export function optionCoverage(first: PreparedOptions, second: PreparedOptions): number {
  if (first.words.length === 0) return 0;
  const covered = first.words.filter((words) => isCovered(words, second)).length;
  return covered / first.words.length;
}

/** Null when one side has fewer than two telling options; else Dice of the two coverages, 0..1. */
export function optionSimilarity(first: PreparedOptions, second: PreparedOptions): number | null {
  if (first.words.length < 2 || second.words.length < 2) return null;
  const there = optionCoverage(first, second) * first.words.length;
  const back = optionCoverage(second, first) * second.words.length;
  return (there + back) / (first.words.length + second.words.length);
}
