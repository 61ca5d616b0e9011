/** The plain matcher to beat: cosine of letter-trigram TF-IDF over name and label. */
import type { MappingCase } from './cases.ts';
import type { Answered } from './metrics.ts';

type Vector = Map<string, number>;

function trigrams(text: string): Vector {
  const padded = ` ${text.toLowerCase()} `;
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

/** Each field's best ten, the first one suggested with its cosine as confidence. */
export function runBaseline(input: MappingCase): (Answered & { source: MappingCase['source'] })[] {
  const title = (field: { name: string; label: string }) =>
    trigrams(`${field.name} ${field.label}`);
  const left = input.left.map(title);
  const right = input.right.map(title);
  const documents: Vector = new Map();
  for (const counts of [...left, ...right]) {
    for (const gram of counts.keys()) documents.set(gram, (documents.get(gram) ?? 0) + 1);
  }
  const total = left.length + right.length;
  const weighedRight = right.map((counts) => weigh(counts, documents, total));
  return input.left.flatMap((field) => {
    const answers = input.answers.get(field.name);
    if (answers === undefined) return [];
    const own = weigh(title(field), documents, total);
    const scored = weighedRight.map((vector, row) => ({
      name: input.right[row]?.name ?? '',
      score: cosine(own, vector),
    }));
    scored.sort((a, b) => b.score - a.score);
    const best = scored.slice(0, 10);
    return {
      answers,
      source: input.source,
      ranked: best.map(({ name }) => name),
      match: best[0]?.name ?? null,
      confidence: Math.min(1, best[0]?.score ?? 0),
    };
  });
}
