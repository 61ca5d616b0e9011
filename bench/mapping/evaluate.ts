/** Runs the matcher over cases with weights that never saw their source, and says how it did. */
import { calibrated, calibrationInputs, rank } from '../../apps/server/src/schema-matching/rank.ts';
import {
  contextScores,
  type Weights,
  withContext,
} from '../../apps/server/src/schema-matching/score.ts';
import type { MappingCase } from './cases.ts';
import {
  fitCalibration,
  fitScores,
  type Outcome,
  type PreparedCase,
  prepareCase,
} from './train.ts';

/** What was said about one judged field. */
export interface Judgement {
  caseId: string;
  source: MappingCase['source'];
  field: string;
  /** The fields that count as right; empty: no counterpart. */
  answers: ReadonlySet<string>;
  ranked: readonly string[];
  match: string | null;
  confidence: number;
  inputs: readonly number[] | null;
}

/** All judged fields of a case under given weights. */
export function judge(prepared: PreparedCase, weights: Weights): Judgement[] {
  const rankings = rank(prepared, { weights });
  const scored = withContext(prepared, prepared.table, weights.pair);
  const scores = contextScores(scored, weights.context);
  const nameOf = (row: number): string => prepared.right.fields[row]?.field.name ?? '';
  return rankings.flatMap((ranking, position) => {
    const field = prepared.left.fields[position]?.field.name ?? '';
    const answers = prepared.input.answers.get(field);
    if (answers === undefined) return [];
    const list = scored[position] ?? [];
    const chosen = list.findIndex(({ row }) => row === ranking.row);
    const rival = list[chosen]?.rival;
    return {
      caseId: prepared.input.id,
      source: prepared.input.source,
      field,
      answers,
      ranked: ranking.ranked.map(({ row }) => nameOf(row)),
      match: ranking.row < 0 ? null : nameOf(ranking.row),
      confidence: ranking.confidence,
      inputs: rival === undefined ? null : calibrationInputs(scores[position] ?? [], chosen, rival),
    };
  });
}

/**
 * The case four more times, each time without the answers of every fourth field, so that a quarter
 * of the judged fields has no counterpart: about what a PRM object meets in a real CRM.
 */
function thinned(input: MappingCase): MappingCase[] {
  const judged = [...input.answers].filter(([, answers]) => answers.size > 0);
  return [0, 1, 2, 3].map((part) => {
    const gone = judged.filter((_, index) => index % 4 === part);
    const names = new Set(gone.flatMap(([, answers]) => [...answers]));
    const answers = new Map(
      [...input.answers].map(([field, own]) => [
        field,
        new Set([...own].filter((name) => !names.has(name))),
      ]),
    );
    const right = input.right.filter((field) => !names.has(field.name));
    return { ...input, id: `${input.id} without part ${part + 1}`, right, answers };
  });
}

export interface Held {
  /** The cases as they are. */
  given: Judgement[];
  /** The thinned ones. */
  thinned: Judgement[];
}

interface Fold {
  source: MappingCase['source'];
  weights: Weights;
  held: Held;
}

function outcomesOf(folds: readonly Fold[]): Outcome[] {
  return folds
    .flatMap(({ held }) => [...held.given, ...held.thinned])
    .flatMap(({ inputs, match, answers }) =>
      inputs === null || match === null ? [] : [{ inputs, isRight: answers.has(match) }],
    );
}

function recalibrate(judgement: Judgement, calibration: readonly number[]): Judgement {
  if (judgement.inputs === null) return judgement;
  return { ...judgement, confidence: calibrated(judgement.inputs, calibration) };
}

function fold(
  source: MappingCase['source'],
  given: readonly PreparedCase[],
  fewer: readonly PreparedCase[],
): Fold {
  const weights = fitScores(given.filter((prepared) => prepared.input.source !== source));
  const own = (prepared: PreparedCase): boolean => prepared.input.source === source;
  const run = (cases: readonly PreparedCase[]): Judgement[] =>
    cases.filter(own).flatMap((prepared) => judge(prepared, weights));
  return { source, weights, held: { given: run(given), thinned: run(fewer) } };
}

export interface CrossValidation {
  held: Held;
  /** Fitted on all held-out outcomes: what ships. */
  calibration: number[];
  given: PreparedCase[];
}

/** Leave one source out: scores and calibration of each source come from the other sources. */
export function crossValidate(cases: readonly MappingCase[]): CrossValidation {
  const given = cases.map((input) => prepareCase(input));
  const fewer = cases.flatMap(thinned).map((input) => prepareCase(input));
  const sources = [...new Set(cases.map((input) => input.source))];
  const folds = sources.map((source) => fold(source, given, fewer));
  const held: Held = { given: [], thinned: [] };
  for (const own of folds) {
    const calibration = fitCalibration(outcomesOf(folds.filter((other) => other !== own)));
    held.given.push(...own.held.given.map((one) => recalibrate(one, calibration)));
    held.thinned.push(...own.held.thinned.map((one) => recalibrate(one, calibration)));
  }
  return { held, calibration: fitCalibration(outcomesOf(folds)), given };
}
