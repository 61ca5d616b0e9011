/**
 * Fits the weights of schema matching on judged cases.
 *
 * Three small models, each with few parameters and held near values set by hand (ridge):
 * 1. pair weights: conditional logit over a field's candidates and “no counterpart”;
 * 2. context weights: the same over pair score, group agreement and rivalry;
 * 3. calibration: logistic regression of “right” on the log-odds of the choice.
 *
 * Fields without a counterpart are rare in the cases and common in life. So every judged field is
 * also shown once with its answers taken away, when “no counterpart” is right.
 */
import {
  type Candidate,
  collectCandidates,
} from '../../apps/server/src/schema-matching/candidates.ts';
import { inferPlatform } from '../../apps/server/src/schema-matching/infer-object.ts';
import { featureNames } from '../../apps/server/src/schema-matching/pair-features.ts';
import {
  type PreparedSchema,
  prepareSchema,
} from '../../apps/server/src/schema-matching/prepare.ts';
import { type Weights, withContext } from '../../apps/server/src/schema-matching/score.ts';
import type { MappingCase } from './cases.ts';

/** Where the fit starts and what it is drawn to; in the order of `featureNames`. */
const priorPair: readonly number[] = [
  -4, 0.5, 0.5, 2, 0.8, 1, -0.7, 1.5, 0.8, 0.8, 1, 2.5, 1.2, -1.5, 2, -3, -1, 0.8, -1, -0.7, -1,
  -1.5, -2, 1, 0, 1, 1, -0.5, -1.5, 1, 0.5, -0.5, 2,
];
const priorContext: readonly number[] = [1, 1.5, -1];
const pairRidge = 5;
const contextRidge = 2;
const calibrationRidge = 2;
/** A choice is learnt from the candidates that come nearest; the rest teach nothing. */
const nearest = 14;
/** What a field counts whose answers were taken away, against one left as it was. */
const removedShare = 0.35;

export interface PreparedCase {
  input: MappingCase;
  /** What its choices count in the fit. */
  weight: number;
  left: PreparedSchema;
  right: PreparedSchema;
  table: Candidate[][];
}

/** Both sides as `npm run match` prepares them: nothing but the fields is known. */
export function prepareCase(input: MappingCase, weight = 1): PreparedCase {
  const left = prepareSchema({
    objectType: '',
    platform: null,
    fields: input.left,
    vectors: new Map(),
  });
  const right = prepareSchema({
    objectType: '',
    platform: inferPlatform(input.right),
    fields: input.right,
    vectors: new Map(),
  });
  return { input, weight, left, right, table: collectCandidates({ left, right }) };
}

/** One choice among alternatives (rows of features) and, at zero, “no counterpart”. */
interface Choice {
  rows: readonly (readonly number[])[];
  /** Which rows are right; none: no counterpart. */
  right: ReadonlySet<number>;
  weight: number;
}

function choicesOf(
  prepared: PreparedCase,
  rowsOf: (position: number) => readonly (readonly number[])[],
): Choice[] {
  const choices: Choice[] = [];
  prepared.left.fields.forEach(({ field }, position) => {
    const answers = prepared.input.answers.get(field.name);
    const candidates = prepared.table[position] ?? [];
    const rows = rowsOf(position);
    if (answers === undefined) return;
    const isRight = candidates.map(({ row }) =>
      answers.has(prepared.right.fields[row]?.field.name ?? ''),
    );
    const right = new Set(isRight.flatMap((hit, index) => (hit ? [index] : [])));
    // An answer that was not even a candidate cannot be learnt from.
    if (answers.size > 0 && right.size === 0) return;
    choices.push({ rows, right, weight: prepared.weight });
    if (right.size === 0) return;
    const without = rows.filter((_, index) => !right.has(index));
    choices.push({ rows: without, right: new Set(), weight: removedShare * prepared.weight });
  });
  return choices;
}

/** A choice with its rows laid out one after the other. */
interface FlatChoice {
  rows: Float64Array;
  count: number;
  isRight: Uint8Array;
  weight: number;
}

function flatten(choice: Choice, width: number): FlatChoice {
  const rows = new Float64Array(choice.rows.length * width);
  choice.rows.forEach((row, index) => {
    for (let at = 0; at < width; at += 1) rows[index * width + at] = row[at] ?? 0;
  });
  const isRight = Uint8Array.from(choice.rows, (_, index) => (choice.right.has(index) ? 1 : 0));
  const { weight } = choice;
  return { rows, count: choice.rows.length, isRight, weight };
}

function rowScore({ rows }: FlatChoice, row: number, weights: Float64Array): number {
  const width = weights.length;
  let score = 0;
  for (let at = 0; at < width; at += 1) score += (rows[row * width + at] ?? 0) * (weights[at] ?? 0);
  return score;
}

/** Each row's part of the softmax with “no counterpart” at zero, and what the parts sum to. */
function softmaxParts(choice: FlatChoice, weights: Float64Array) {
  const parts = Float64Array.from({ length: choice.count }, (_, row) =>
    rowScore(choice, row, weights),
  );
  const top = parts.reduce((most, score) => Math.max(most, score), 0);
  let total = Math.exp(-top);
  let rightTotal = 0;
  parts.forEach((score, row) => {
    const part = Math.exp(score - top);
    parts[row] = part;
    total += part;
    if (choice.isRight[row]) rightTotal += part;
  });
  return { parts, total, rightTotal };
}

/** Adds the gradient of one choice's log-likelihood to `gradient`. */
function addGradient(choice: FlatChoice, weights: Float64Array, gradient: Float64Array): void {
  const { parts, total, rightTotal } = softmaxParts(choice, weights);
  const width = weights.length;
  parts.forEach((part, row) => {
    const wanted = choice.isRight[row] ? part / rightTotal : 0;
    const push = choice.weight * (wanted - part / total);
    if (Math.abs(push) < 1e-5) return;
    for (let at = 0; at < width; at += 1) {
      gradient[at] = (gradient[at] ?? 0) + push * (choice.rows[row * width + at] ?? 0);
    }
  });
}

/** Maximises likelihood less ridge with Adam (Kingma and Ba 2015), always in the same steps. */
function fitChoices(choices: readonly Choice[], prior: readonly number[], ridge: number): number[] {
  const flat = choices.map((choice) => flatten(choice, prior.length));
  const weights = Float64Array.from(prior);
  const mean = new Float64Array(prior.length);
  const square = new Float64Array(prior.length);
  for (let step = 1; step <= 150; step += 1) {
    const gradient = Float64Array.from(weights, (weight, index) => {
      return -ridge * (weight - (prior[index] ?? 0));
    });
    for (const choice of flat) addGradient(choice, weights, gradient);
    const rate = 0.12 / Math.sqrt(1 + step / 25);
    for (let index = 0; index < weights.length; index += 1) {
      const slope = gradient[index] ?? 0;
      mean[index] = 0.9 * (mean[index] ?? 0) + 0.1 * slope;
      square[index] = 0.999 * (square[index] ?? 0) + 0.001 * slope * slope;
      const first = (mean[index] ?? 0) / (1 - 0.9 ** step);
      const second = (square[index] ?? 0) / (1 - 0.999 ** step);
      weights[index] = (weights[index] ?? 0) + (rate * first) / (Math.sqrt(second) + 1e-8);
    }
  }
  return [...weights];
}

/** The right rows and the nearest of the others, by the hand-set weights. */
function nearestOnly(choice: Choice): Choice {
  const score = (row: readonly number[]): number =>
    row.reduce((sum, value, index) => sum + value * (priorPair[index] ?? 0), 0);
  const order = choice.rows
    .map((row, index) => ({ row, isRight: choice.right.has(index), score: score(row) }))
    .sort((a, b) => Number(b.isRight) - Number(a.isRight) || b.score - a.score)
    .slice(0, nearest + choice.right.size);
  const right = new Set(order.flatMap(({ isRight }, index) => (isRight ? [index] : [])));
  return { rows: order.map(({ row }) => row), right, weight: choice.weight };
}

function fitPair(cases: readonly PreparedCase[]): number[] {
  const choices = cases.flatMap((prepared) =>
    choicesOf(prepared, (position) =>
      (prepared.table[position] ?? []).map((candidate) => [...candidate.features]),
    ),
  );
  return fitChoices(choices.map(nearestOnly), priorPair, pairRidge);
}

function fitContext(cases: readonly PreparedCase[], pair: readonly number[]): Weights['context'] {
  const choices = cases.flatMap((prepared) => {
    const scored = withContext(prepared, prepared.table, pair);
    return choicesOf(prepared, (position) =>
      (scored[position] ?? []).map(({ score, group, rival }) => [score, group, rival]),
    );
  });
  const [score = 1, group = 0, rival = 0] = fitChoices(choices, priorContext, contextRidge);
  return [score, group, rival];
}

/** Pair and context weights; the calibration is left neutral. */
export function fitScores(cases: readonly PreparedCase[]): Weights {
  const pair = fitPair(cases);
  if (pair.length !== featureNames.length) throw new Error('A weight for every feature, please.');
  return { pair, context: fitContext(cases, pair), calibration: [0, 1, 0] };
}

/** One suggestion's calibration inputs and whether it was right. */
export interface Outcome {
  inputs: readonly number[];
  isRight: boolean;
  weight: number;
}

/** Logistic regression by Newton's method, held near “believe the log-odds”. */
export function fitCalibration(
  outcomes: readonly Outcome[],
  prior: readonly number[] = [0, 1, 0],
): number[] {
  const weights = [...prior];
  for (let step = 0; step < 25; step += 1) {
    const gradient = weights.map(
      (weight, index) => -calibrationRidge * (weight - (prior[index] ?? 0)),
    );
    const curvature: number[][] = weights.map((_, row) =>
      weights.map((__, column) => (row === column ? calibrationRidge : 0)),
    );
    for (const { inputs, isRight, weight } of outcomes) {
      const sum = inputs.reduce((total, value, index) => total + value * (weights[index] ?? 0), 0);
      const chance = 1 / (1 + Math.exp(-sum));
      inputs.forEach((value, row) => {
        gradient[row] = (gradient[row] ?? 0) + weight * value * ((isRight ? 1 : 0) - chance);
        inputs.forEach((other, column) => {
          const line = curvature[row];
          const bend = weight * value * other * chance * (1 - chance);
          if (line) line[column] = (line[column] ?? 0) + bend;
        });
      });
    }
    solve(curvature, gradient).forEach((change, index) => {
      weights[index] = (weights[index] ?? 0) + change;
    });
  }
  return weights;
}

/** Subtracts `factor` times one line from another. */
function subtractLine(line: number[], other: readonly number[], factor: number): void {
  other.forEach((value, index) => {
    line[index] = (line[index] ?? 0) - factor * value;
  });
}

/** Gauss-Jordan for the few unknowns here; the matrix is positive definite, so pivots are not zero. */
function solve(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  const lines = matrix.map((line, index) => [...line, vector[index] ?? 0]);
  lines.forEach((line, pivot) => {
    const scale = line[pivot] ?? 1;
    line.forEach((value, index) => {
      line[index] = value / scale;
    });
    for (const other of lines) if (other !== line) subtractLine(other, line, other[pivot] ?? 0);
  });
  return lines.map((line) => line.at(-1) ?? 0);
}
