/**
 * From features to log-odds.
 *
 * First every pair by itself, then once more in the light of its surroundings: whether the fields
 * beside it (one address, one person) went to the same group, and whether another field on the left
 * fits better. Both steps are linear; a field's “no counterpart” stands at zero. The weights were
 * fitted as a conditional logit, so that a softmax over a field's candidates and zero gives chances.
 */
import type { Candidate } from './candidates.ts';
import type { PreparedSchema } from './prepare.ts';

export interface Weights {
  /** One per feature, in the order of `featureNames`. */
  pair: readonly number[];
  /** The pair's own score, its group's agreement, a rival's advantage. */
  context: readonly [number, number, number];
  /** Intercept and slopes from log-odds to confidence. */
  calibration: readonly number[];
}

export interface Scored {
  row: number;
  /** Log-odds against “no counterpart”. */
  score: number;
  /** Share of the siblings' chances that lie in the same group, 0..1. */
  group: number;
  /** By how much the best other field on the left outdoes this one for the row, −1..1. */
  rival: number;
}

/**
 * What a standard deviation of a provider's similarity is worth in log-odds. Set by hand: no
 * provider's vectors can be shipped to fit it on.
 */
const providerWeight = 0.35;

function pairScore(candidate: Candidate, weights: readonly number[]): number {
  let sum = candidate.provider * providerWeight;
  for (let index = 0; index < weights.length; index += 1) {
    sum += (weights[index] ?? 0) * (candidate.features[index] ?? 0);
  }
  return sum;
}

/** Chances of each score beside “no counterpart” at zero; they sum to less than 1. */
export function chances(scores: readonly number[]): number[] {
  const top = Math.max(0, ...scores);
  const parts = scores.map((score) => Math.exp(score - top));
  const total = parts.reduce((sum, part) => sum + part, Math.exp(-top));
  return parts.map((part) => part / total);
}

/** Per field on the left and group key on the right: the best chance of a member. */
function groupChances(
  table: readonly (readonly Candidate[])[],
  scores: readonly (readonly number[])[],
  right: PreparedSchema,
): Map<string, number>[] {
  return table.map((candidates, position) => {
    const byGroup = new Map<string, number>();
    const chance = chances(scores[position] ?? []);
    candidates.forEach((candidate, index) => {
      const key = right.fields[candidate.row]?.groupKey ?? '';
      byGroup.set(key, Math.max(byGroup.get(key) ?? 0, chance[index] ?? 0));
    });
    return byGroup;
  });
}

function siblingsOf(left: PreparedSchema): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  left.fields.forEach((field, position) => {
    if (field.groupKey === '') return;
    groups.set(field.groupKey, [...(groups.get(field.groupKey) ?? []), position]);
  });
  return groups;
}

/** Best and second best score that a row gets from anywhere, to find a field's best rival. */
function rowTops(
  table: readonly (readonly Candidate[])[],
  scores: readonly (readonly number[])[],
): Map<number, [number, number]> {
  const tops = new Map<number, [number, number]>();
  table.forEach((candidates, position) => {
    candidates.forEach((candidate, index) => {
      const score = scores[position]?.[index] ?? 0;
      const [first, second] = tops.get(candidate.row) ?? [-Infinity, -Infinity];
      if (score > first) tops.set(candidate.row, [score, first]);
      else if (score > second) tops.set(candidate.row, [first, score]);
    });
  });
  return tops;
}

function rivalry(score: number, tops: [number, number] | undefined): number {
  const rival = tops === undefined || score < tops[0] ? tops?.[0] : tops[1];
  if (rival === undefined || rival === -Infinity) return -1;
  return Math.max(-1, Math.min(1, (rival - score) / 6));
}

/** What the surroundings say about each candidate; `score` is still the pair's own. */
export function withContext(
  sides: { left: PreparedSchema; right: PreparedSchema },
  table: readonly (readonly Candidate[])[],
  pairWeights: readonly number[],
): Scored[][] {
  const scores = table.map((list) => list.map((candidate) => pairScore(candidate, pairWeights)));
  const byGroup = groupChances(table, scores, sides.right);
  const siblings = siblingsOf(sides.left);
  const tops = rowTops(table, scores);
  return table.map((candidates, position) => {
    const group = siblings.get(sides.left.fields[position]?.groupKey ?? '') ?? [];
    const others = group.filter((other) => other !== position);
    return candidates.map(({ row }, index) => {
      const score = scores[position]?.[index] ?? 0;
      const key = sides.right.fields[row]?.groupKey ?? '';
      const agreeing = others.reduce((sum, other) => sum + (byGroup[other]?.get(key) ?? 0), 0);
      const share = others.length === 0 || key === '' ? 0 : agreeing / others.length;
      return { row, score, group: share, rival: rivalry(score, tops.get(row)) };
    });
  });
}

/** The final log-odds of every candidate. */
export function contextScores(
  scored: readonly (readonly Scored[])[],
  context: Weights['context'],
): number[][] {
  return scored.map((list) =>
    list.map(
      ({ score, group, rival }) => context[0] * score + context[1] * group + context[2] * rival,
    ),
  );
}
