/**
 * Three plain matchers to stand beside: letter-trigram TF-IDF, token Jaccard, Levenshtein, each over
 * name and label. Each field's best ten, the first suggested with its likeness as confidence.
 */
import type { MappingCase } from './cases.ts';
import type { Answered } from './metrics.ts';

/** How alike each field on the right is to one on the left, by their positions. */
type Likeness = (left: number, right: number) => number;

export interface Baseline {
  title: string;
  compare(input: MappingCase): Likeness;
}

type Vector = Map<string, number>;

function titles(fields: MappingCase['left']): string[] {
  return fields.map(({ name, label }) => `${name} ${label}`.toLowerCase());
}

function trigrams(text: string): Vector {
  const padded = ` ${text} `;
  const counts: Vector = new Map();
  for (let start = 0; start + 3 <= padded.length; start += 1) {
    const gram = padded.slice(start, start + 3);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

function weigh(counts: Vector, documents: Vector, total: number): Vector {
  const weighted: Vector = new Map();
  let squares = 0;
  for (const [gram, count] of counts) {
    const weight = count * (Math.log((1 + total) / (1 + (documents.get(gram) ?? 0))) + 1);
    weighted.set(gram, weight);
    squares += weight * weight;
  }
  for (const [gram, weight] of weighted) weighted.set(gram, weight / (Math.sqrt(squares) || 1));
  return weighted;
}

function cosine(first: Vector, second: Vector): number {
  let sum = 0;
  for (const [gram, weight] of first) sum += weight * (second.get(gram) ?? 0);
  return sum;
}

function compareTrigrams(input: MappingCase): Likeness {
  const left = titles(input.left).map(trigrams);
  const right = titles(input.right).map(trigrams);
  const documents: Vector = new Map();
  for (const counts of [...left, ...right]) {
    for (const gram of counts.keys()) documents.set(gram, (documents.get(gram) ?? 0) + 1);
  }
  const total = left.length + right.length;
  const mine = left.map((counts) => weigh(counts, documents, total));
  const theirs = right.map((counts) => weigh(counts, documents, total));
  const nothing: Vector = new Map();
  return (a, b) => cosine(mine[a] ?? nothing, theirs[b] ?? nothing);
}

function tokens(name: string, label: string): Set<string> {
  const split = `${name} ${label}`.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return new Set(split.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''));
}

function compareTokens(input: MappingCase): Likeness {
  const left = input.left.map(({ name, label }) => tokens(name, label));
  const right = input.right.map(({ name, label }) => tokens(name, label));
  return (a, b) => {
    const mine = left[a] ?? new Set();
    const theirs = right[b] ?? new Set();
    const shared = [...mine].filter((word) => theirs.has(word)).length;
    return shared / (mine.size + theirs.size - shared || 1);
  };
}

/** Letters to insert, drop or change to make one text of the other. */
function editDistance(first: string, second: string): number {
  let above = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let row = 1; row <= first.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= second.length; column += 1) {
      const change = first[row - 1] === second[column - 1] ? 0 : 1;
      line.push(
        Math.min(
          (above[column] ?? 0) + 1,
          (line[column - 1] ?? 0) + 1,
          (above[column - 1] ?? 0) + change,
        ),
      );
    }
    above = line;
  }
  return above[second.length] ?? 0;
}

function compareLetters(input: MappingCase): Likeness {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const texts = (field: MappingCase['left'][number]) => [plain(field.name), plain(field.label)];
  const left = input.left.map(texts);
  const right = input.right.map(texts);
  return (a, b) => {
    let best = 0;
    for (const mine of left[a] ?? []) {
      for (const theirs of right[b] ?? []) {
        const longest = Math.max(mine.length, theirs.length);
        if (mine === '' || theirs === '') continue;
        best = Math.max(best, 1 - editDistance(mine, theirs) / longest);
      }
    }
    return best;
  };
}

export const baselines: readonly Baseline[] = [
  { title: 'trigram TF-IDF', compare: compareTrigrams },
  { title: 'token Jaccard', compare: compareTokens },
  { title: 'Levenshtein', compare: compareLetters },
];

export type BaselineAnswer = Answered & Pick<MappingCase, 'source' | 'platform' | 'heldOut'>;

export function runBaseline(baseline: Baseline, input: MappingCase): BaselineAnswer[] {
  const likeness = baseline.compare(input);
  const { source, platform, heldOut } = input;
  return input.left.flatMap((field, position) => {
    const answers = input.answers.get(field.name);
    if (answers === undefined) return [];
    const scored = input.right.map(({ name }, row) => ({ name, score: likeness(position, row) }));
    scored.sort((a, b) => b.score - a.score);
    const best = scored.slice(0, 10);
    return {
      answers,
      source,
      platform,
      heldOut,
      ranked: best.map(({ name }) => name),
      match: best[0]?.name ?? null,
      confidence: Math.min(1, best[0]?.score ?? 0),
    };
  });
}
