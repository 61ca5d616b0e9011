/** The whole comparison of two prepared schemas, before anything is put into words. */
import { assign } from './assign.ts';
import { type Candidate, collectCandidates, type Sides } from './candidates.ts';
import type { PreparedField } from './prepare.ts';
import { chances, contextScores, type Scored, type Weights, withContext } from './score.ts';

export interface RankedRow {
  row: number;
  confidence: number;
}

interface Choice {
  /** Position of the chosen field on the right; −1: no counterpart. */
  row: number;
  /** The chosen one is another field's too, which says the same and comes first. */
  isMirror: boolean;
  confidence: number;
  /** What the confidence was worked out from; null without a choice. */
  inputs: readonly number[] | null;
}

/** What was found for one field on the left. */
export interface Ranking extends Choice {
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
/** Log-odds by which the shared field must be better than any that a mirror could have alone. */
const leastMirrorLead = 1;

/** What confidence is worked out from, for the chosen candidate of a field. */
function calibrationInputs(scores: readonly number[], chosen: number, rival: number): number[] {
  const chance = Math.min(1 - 1e-6, Math.max(1e-6, chances(scores)[chosen] ?? 0));
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

/** The inputs for one field and the row it got; null when it got none. */
function inputsOf(
  list: readonly Scored[],
  scores: readonly number[],
  row: number,
): number[] | null {
  const chosen = list.findIndex((candidate) => candidate.row === row);
  const rival = list[chosen]?.rival;
  return rival === undefined ? null : calibrationInputs(scores, chosen, rival);
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
  return rankTable(sides, collectCandidates(sides), options);
}

/** All that was scored for one comparison. */
interface Scene {
  sides: Sides;
  scored: readonly (readonly Scored[])[];
  scores: readonly (readonly number[])[];
  /** Row of each field on the left; −1: none. */
  assigned: Int32Array;
}

function bestIndex(scores: readonly number[]): number {
  return scores.reduce(
    (best, score, index) => (score > (scores[best] ?? -Infinity) ? index : best),
    0,
  );
}

/** Two fields of ours that mean one thing, of one person or address if of any. */
function sayTheSame(first: PreparedField | undefined, second: PreparedField | undefined): boolean {
  const [mine] = first?.concepts ?? [];
  const [theirs] = second?.concepts ?? [];
  if (mine === undefined || theirs === undefined) return false;
  return mine.concept === theirs.concept && first?.groupKey === second?.groupKey;
}

function scoreOfRow(scene: Scene, position: number, row: number): number {
  const at = (scene.scored[position] ?? []).findIndex((candidate) => candidate.row === row);
  return scene.scores[position]?.[at] ?? 0;
}

/**
 * The row that a field shares with another field of the left that says the same (`updated_at`
 * beside `last_modified_at`), when nothing else comes near it; −1: none.
 */
function mirroredRow(scene: Scene, position: number): number {
  const { assigned, scored, scores, sides } = scene;
  const row = scored[position]?.[bestIndex(scores[position] ?? [])]?.row ?? -1;
  const owner = row < 0 ? -1 : assigned.indexOf(row);
  if (owner < 0 || owner === position) return -1;
  if (!sayTheSame(sides.left.fields[position], sides.left.fields[owner])) return -1;
  const got = scoreOfRow(scene, position, assigned[position] ?? -1);
  const lead = scoreOfRow(scene, position, row) - Math.max(0, got);
  return lead > leastMirrorLead ? row : -1;
}

function rankField(
  scene: Scene,
  candidates: readonly Candidate[],
  position: number,
  choices: readonly Choice[],
): Ranking {
  const choice = choices[position] ?? { row: -1, isMirror: false, inputs: null, confidence: 0 };
  const { row, confidence } = choice;
  const chosen = row < 0 ? null : { row, confidence };
  const takenWith = new Map(choices.map((other) => [other.row, other.confidence]));
  const list = scene.scored[position] ?? [];
  const rest = rankRest(list, scene.scores[position] ?? [], chosen, takenWith);
  const features = candidates.find((candidate) => candidate.row === row)?.features ?? null;
  return { ...choice, features, ranked: chosen ? [chosen, ...rest] : rest };
}

/** The same with the candidates at hand. */
export function rankTable(
  sides: Sides,
  table: readonly (readonly Candidate[])[],
  options: RankOptions,
): Ranking[] {
  const { weights } = options;
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
  const scene = { sides, scored, scores, assigned };
  const choices = scored.map((list, position): Choice => {
    const mirrored = mirroredRow(scene, position);
    const row = mirrored < 0 ? (assigned[position] ?? -1) : mirrored;
    const inputs = inputsOf(list, scores[position] ?? [], row);
    const confidence = inputs === null ? 0 : calibrated(inputs, weights.calibration);
    return { row, isMirror: mirrored >= 0, inputs, confidence };
  });
  return table.map((candidates, position) => rankField(scene, candidates, position, choices));
}
