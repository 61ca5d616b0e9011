/**
 * Fits the shipped weights of schema matching on all given cases and writes them, with the figures
 * that were reached on sources left out of the fit. Run: `node bench/mapping/fit.ts`, then format
 * the file as any other. The same cases give the same weights on any machine.
 */
import { writeFileSync } from 'node:fs';
import { engine } from '../../apps/server/src/schema-matching/embed.ts';
import { featureNames } from '../../apps/server/src/schema-matching/pair-features.ts';
import { readCases } from './cases.ts';
import { crossValidate } from './evaluate.ts';
import { figures, reliability } from './metrics.ts';
import { fitScores } from './train.ts';

const target = new URL('../../apps/server/src/schema-matching/weights.json', import.meta.url);
const round = (value: number): number => Math.round(value * 10_000) / 10_000;

const cases = readCases();
const { held, calibration, given } = crossValidate(cases);
const weights = fitScores(given);
const own = figures(held.given, 0.3);
const { error } = reliability([...held.given, ...held.thinned]);
const content = {
  version: engine,
  fitted: {
    by: 'bench/mapping/fit.ts',
    on: `${cases.length} cases of ${new Set(cases.map((one) => one.source)).size} sources in bench/mapping/cases`,
    how: 'conditional logit with ridge towards hand-set values; calibration by logistic regression on sources left out',
    leaveOneSourceOut: {
      fields: own.fields,
      precisionAt1: round(own.precisionAt1),
      meanReciprocalRank: round(own.meanReciprocalRank),
      f1: round(own.f1),
      calibrationError: round(error),
    },
  },
  features: featureNames,
  pair: weights.pair.map(round),
  context: weights.context.map(round),
  calibration: calibration.map(round),
};
writeFileSync(target, `${JSON.stringify(content, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(content.fitted.leaveOneSourceOut)}\n`);
