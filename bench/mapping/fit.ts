/**
 * `npm run fit:mapping`: fits the shipped weights of schema matching on all cases but those kept
 * aside and writes them, with the figures reached on sources left out of the fit and on the cases
 * kept aside. The same cases give the same weights on any machine.
 */
import { writeFileSync } from 'node:fs';
import { engine } from '../../apps/server/src/schema-matching/embed.ts';
import { featureNames } from '../../apps/server/src/schema-matching/pair-features.ts';
import { readCases } from './cases.ts';
import { crossValidate, type Judgement } from './evaluate.ts';
import { figures, leastSuggested, reliability, suggestedOf } from './metrics.ts';

const target = new URL('../../apps/server/src/schema-matching/weights.json', import.meta.url);
const round = (value: number): number => Math.round(value * 10_000) / 10_000;

function reached(judgements: readonly Judgement[]) {
  const own = figures(judgements, leastSuggested);
  return {
    fields: own.fields,
    precisionAt1: round(own.precisionAt1),
    meanReciprocalRank: round(own.meanReciprocalRank),
    f1: round(own.f1),
  };
}

const cases = readCases();
const { given, heldOut, weights } = crossValidate(cases);
const fitted = cases.filter((one) => !one.heldOut);
const content = {
  version: engine,
  fitted: {
    by: 'npm run fit:mapping',
    on: `${fitted.length} cases of ${new Set(fitted.map((one) => one.source)).size} sources in bench/mapping/cases, and the same with names changed`,
    how: 'conditional logit with ridge towards hand-set values; calibration by logistic regression on sources left out',
    leaveOneSourceOut: reached(given),
    keptAside: reached(heldOut),
    calibrationError: round(reliability(suggestedOf([...given, ...heldOut])).error),
  },
  features: featureNames,
  pair: weights.pair.map(round),
  context: weights.context.map(round),
  calibration: weights.calibration.map(round),
};
writeFileSync(target, `${JSON.stringify(content, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(content.fitted, null, 2)}\n`);
