/** The whole comparison of two prepared schemas, before anything is put into words. */
import { assign } from './assign.ts';
import { collectCandidates, type Sides } from './candidates.ts';
import { chances, contextScores, type Scored, type Weights, withContext } from './score.ts';

export interface RankedRow {
  row: number;
  confidence: number;
}

/** What was found for one field on the left. */
export interface Ranking {
  /** Position of the chosen field on the right; −1: no counterpart. */
  row: number;
  confidence: number;
  /** Features of the chosen pair; null without one. */
  features: Float64Array | null;
  /** Best first, the chosen one in front. Confidences fall and sum to at most 1. */
  ranked: RankedRow[];
}

export interface RankOptions {
  weights: Weights;
  /** True for a pair that a person has confirmed before: it wins, unless its types exclude it. */
  isConfirmed?: (left: string, right: string) => boolean;
}

/** Log-odds that a confirmation is worth: nothing that the features say outweighs it. */
const confirmedBonus = 12;
const longestRanking = 10;

/**
 * How much worse than “no counterpart” a pair may be and still be made: confidence says afterwards
 * whether it is worth suggesting, and a field's best candidate that another field needs more should
 * give way even where both are doubtful.
 */
const patience = 3;

/** What confidence is worked out from, for the chosen candidate of a field. */
export function calibrationInputs(scores: readonly number[], chosen: number, rival: number) {
  const chance = Math.min(1 - 1e-9, Math.max(1e-9, chances(scores)[chosen] ?? 0));
  return [1, Math.log(chance / (1 - chance)), rival];
}

export function calibrated(inputs: readonly number[], calibration: readonly number[]): number {
  const logOdds = inputs.reduce((sum, value, index) => sum + value * (calibration[index] ?? 0), 0);
  return 1 / (1 + Math.exp(-logOdds));
}

function boostConfirmed(
  sides: Sides,
  scored: readonly (readonly Scored[])[],
  scores: number[][],
  isConfirmed: NonNullable<RankOptions['isConfirmed']>,
): void {
  sides.left.fields.forEach(({ field }, position) => {
    scored[position]?.forEach(({ row }, index) => {
      const right = sides.right.fields[row]?.field.name ?? '';
      const list = scores[position];
      if (list && isConfirmed(field.name, right)) list[index] = (list[index] ?? 0) + confirmedBonus;
    });
  });
}

function confidenceOf(
  list: readonly Scored[],
  scores: readonly number[],
  row: number,
  calibration: readonly number[],
): number {
  const chosen = list.findIndex((candidate) => candidate.row === row);
  const rival = list[chosen]?.rival;
  if (rival === undefined) return 0;
  return calibrated(calibrationInputs(scores, chosen, rival), calibration);
}

/**
 * The rest of the ranking shares what the chosen one leaves over, by chance. A row that another
 * field got is right here only if it is wrong there.
 */
function rankRest(
  list: readonly Scored[],
  scores: readonly number[],
  chosen: RankedRow | null,
  takenWith: ReadonlyMap<number, number>,
): RankedRow[] {
  const chance = chances(scores);
  const order = list.map((_, index) => index).filter((index) => list[index]?.row !== chosen?.row);
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const total = order.reduce((sum, index) => sum + (chance[index] ?? 0), 0);
  const left = chosen ? 1 - chosen.confidence : 1;
  const scale = chosen ? Math.min(1, left / Math.max(total, left, 1e-12)) : 1;
  const ranked: RankedRow[] = [];
  let ceiling = chosen?.confidence ?? 1;
  for (const index of order.slice(0, longestRanking - (chosen ? 1 : 0))) {
    const row = list[index]?.row ?? -1;
    const free = 1 - (takenWith.get(row) ?? 0);
    ceiling = Math.min(ceiling, (chance[index] ?? 0) * scale * free);
    ranked.push({ row, confidence: ceiling });
  }
  return ranked;
}

/** Finds for every field of `sides.left`, in its order, the counterpart and the runners-up. */
export function rank(sides: Sides, options: RankOptions): Ranking[] {
  const { weights } = options;
  const table = collectCandidates(sides);
  const scored = withContext(sides, table, weights.pair);
  const scores = contextScores(scored, weights.context);
  if (options.isConfirmed) boostConfirmed(sides, scored, scores, options.isConfirmed);
  const assigned = assign(
    scored.map((list, position) =>
      list.map(({ row }, index) => ({
        column: row,
        gain: (scores[position]?.[index] ?? 0) + patience,
      })),
    ),
  );
  const confidences = scored.map((list, position) =>
    confidenceOf(list, scores[position] ?? [], assigned[position] ?? -1, weights.calibration),
  );
  const takenWith = new Map(
    [...assigned].map((row, position) => [row, confidences[position] ?? 0]),
  );
  return scored.map((list, position) => {
    const row = assigned[position] ?? -1;
    const confidence = confidences[position] ?? 0;
    const chosen = row < 0 ? null : { row, confidence };
    const rest = rankRest(list, scores[position] ?? [], chosen, takenWith);
    const features = table[position]?.find((candidate) => candidate.row === row)?.features ?? null;
    return { row, confidence, features, ranked: chosen ? [chosen, ...rest] : rest };
  });
}
