/** Runs the matcher over cases with weights that never saw their source, and says how it did. */
import { calibrated, rankTable } from '../../apps/server/src/schema-matching/rank.ts';
import type { Weights } from '../../apps/server/src/schema-matching/score.ts';
import type { MappingCase } from './cases.ts';
import { perturbed } from './perturb.ts';
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
  platform: MappingCase['platform'];
  field: string;
  /** The fields that count as right; empty: no counterpart. */
  answers: ReadonlySet<string>;
  ranked: readonly string[];
  match: string | null;
  confidence: number;
  inputs: readonly number[] | null;
}

/** All judged fields of a case under given weights. */
function judge(prepared: PreparedCase, weights: Weights): Judgement[] {
  const { input, left, right, table } = prepared;
  const nameOf = (row: number): string => right.fields[row]?.field.name ?? '';
  return rankTable(prepared, table, { weights }).flatMap((ranking, position) => {
    const field = left.fields[position]?.field.name ?? '';
    const answers = input.answers.get(field);
    if (answers === undefined) return [];
    return {
      caseId: input.id,
      source: input.source,
      platform: input.platform,
      field,
      answers,
      ranked: ranking.ranked.map(({ row }) => nameOf(row)),
      match: ranking.row < 0 ? null : nameOf(ranking.row),
      confidence: ranking.confidence,
      inputs: ranking.inputs,
    };
  });
}

/** The case without some fields of its right side. */
function withoutFields(prepared: PreparedCase, gone: ReadonlySet<string>): PreparedCase {
  const isLeft = (name: string): boolean => !gone.has(name);
  const answers = new Map(
    [...prepared.input.answers].map(([field, own]) => [field, new Set([...own].filter(isLeft))]),
  );
  const nameOf = (row: number): string => prepared.right.fields[row]?.field.name ?? '';
  const table = prepared.table.map((list) => list.filter(({ row }) => isLeft(nameOf(row))));
  return { ...prepared, input: { ...prepared.input, answers }, table };
}

/**
 * The case four more times, each time without the answers of every fourth field, so that about a
 * third of the judged fields has no counterpart: as PRM objects meet in real CRMs.
 */
function thinned(prepared: PreparedCase): PreparedCase[] {
  const judged = [...prepared.input.answers].filter(([, answers]) => answers.size > 0);
  return [0, 1, 2, 3].map((part) => {
    const gone = judged.filter((_, index) => index % 4 === part);
    return withoutFields(prepared, new Set(gone.flatMap(([, answers]) => [...answers])));
  });
}

/** What an outcome of a thinned case counts in calibration, there being four of each. */
const thinnedWeight = 0.4;
/** What a case with changed names counts in the fit. */
const perturbedWeight = 0.25;

interface Fold {
  given: Judgement[];
  thinned: Judgement[];
}

function outcomesOf(judgements: readonly Judgement[], weight: number): Outcome[] {
  return judgements.flatMap(({ inputs, match, answers }) =>
    inputs === null || match === null ? [] : [{ inputs, isRight: answers.has(match), weight }],
  );
}

function calibrationOf(folds: readonly Fold[]): number[] {
  return fitCalibration([
    ...outcomesOf(
      folds.flatMap((fold) => fold.given),
      1,
    ),
    ...outcomesOf(
      folds.flatMap((fold) => fold.thinned),
      thinnedWeight,
    ),
  ]);
}

function recalibrate(judgement: Judgement, calibration: readonly number[]): Judgement {
  if (judgement.inputs === null) return judgement;
  return { ...judgement, confidence: calibrated(judgement.inputs, calibration) };
}

export interface CrossValidation {
  /** Cases used in fitting, each judged by weights and calibration of the other sources. */
  given: Judgement[];
  /** Own cases never used in fitting, judged by the weights that ship. */
  heldOut: Judgement[];
  /** The first ones with a quarter of the answers taken away. */
  thinned: Judgement[];
  /** What ships. */
  weights: Weights;
}

/** Leave one source out; then all of them for the weights that ship and the cases kept aside. */
export function crossValidate(cases: readonly MappingCase[]): CrossValidation {
  const fitted = cases.filter(({ heldOut }) => !heldOut);
  const prepared = fitted.map((input) => prepareCase(input));
  const changed = fitted.map((input) => prepareCase(perturbed(input), perturbedWeight));
  const sources = [...new Set(fitted.map(({ source }) => source))];
  const folds = sources.map((source): Fold => {
    const isOwn = ({ input }: PreparedCase): boolean => input.source === source;
    const weights = fitScores([...prepared, ...changed].filter((one) => !isOwn(one)));
    const own = prepared.filter(isOwn);
    return {
      given: own.flatMap((one) => judge(one, weights)),
      thinned: own.flatMap(thinned).flatMap((one) => judge(one, weights)),
    };
  });
  const calibrations = folds.map((fold) => calibrationOf(folds.filter((other) => other !== fold)));
  const judged = (part: keyof Fold): Judgement[] =>
    folds.flatMap((fold, index) =>
      fold[part].map((one) => recalibrate(one, calibrations[index] ?? [])),
    );
  const weights = { ...fitScores([...prepared, ...changed]), calibration: calibrationOf(folds) };
  const kept = cases.filter(({ heldOut }) => heldOut).map((input) => prepareCase(input));
  return {
    given: judged('given'),
    heldOut: kept.flatMap((one) => judge(one, weights)),
    thinned: judged('thinned'),
    weights,
  };
}
