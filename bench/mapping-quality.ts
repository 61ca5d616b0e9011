/**
 * Quality of mapping suggestions on the judged cases, beside a plain matcher, in one run.
 *
 * Every figure is for a source (product, author) that neither the weights nor the calibration were
 * fitted on. The vocabulary and the values that the fit is drawn to were written by people who had
 * read these cases, so that unseen mappings will do worse than the table says. Run by itself with
 * `--errors` it lists the wrong first choices.
 */
import { runBaseline } from './mapping/baseline.ts';
import { type MappingCase, readCases } from './mapping/cases.ts';
import { directionFigures } from './mapping/direction-cases.ts';
import { crossValidate, type Judgement } from './mapping/evaluate.ts';
import { type Answered, figures, reliability } from './mapping/metrics.ts';
import { type Bench, type Report, renderReport } from './support/report.ts';

/** As in the product: below it nothing is suggested. */
const threshold = 0.3;

export const qualityBench: Bench = {
  name: 'quality',
  async run() {
    const cases = readCases();
    const { held } = crossValidate(cases);
    return [qualityOf(cases, held), reliabilityOf(held), directionsOf(cases)];
  },
};

type Held = ReturnType<typeof crossValidate>['held'];

/** The cosine from which the plain matcher suggests: the one that gives it its best F1 here. */
function bestThreshold(all: readonly Answered[]): number {
  const steps = Array.from({ length: 20 }, (_, index) => index / 20);
  return steps.reduce((best, step) =>
    figures(all, step).f1 > figures(all, best).f1 ? step : best,
  );
}

const share = (value: number | null): string => (value === null ? '–' : value.toFixed(3));

function row(title: string, all: readonly Answered[], from: number): string[] {
  const own = figures(all, from);
  return [
    title,
    String(own.fields),
    share(own.precisionAt1),
    share(own.recallAt5),
    share(own.meanReciprocalRank),
    share(own.f1),
    String(own.withoutCounterpart),
    share(own.nullsRejected),
  ];
}

function qualityOf(cases: readonly MappingCase[], held: Held): Report {
  const baseline = cases.flatMap(runBaseline);
  const plain = bestThreshold(baseline);
  const sources = [...new Set(cases.map((input) => input.source))];
  const of = <One extends { source: string }>(all: readonly One[], source: string) =>
    all.filter((one) => one.source === source);
  return {
    title: 'Mapping quality, each source left out of the fit',
    head: ['source', 'fields', 'P@1', 'R@5', 'MRR', 'F1', 'no counterpart', 'rejected'],
    rows: [
      ...sources.flatMap((source) => [
        row(source, of(held.given, source), threshold),
        row(`${source}, trigram TF-IDF`, of(baseline, source), plain),
      ]),
      row('**all**', held.given, threshold),
      row('all, trigram TF-IDF', baseline, plain),
      row('all, a quarter of the answers taken away', held.thinned, threshold),
    ],
    notes: [],
    verdicts: [],
  };
}

function reliabilityOf(held: Held): Report {
  const { bins, error } = reliability([...held.given, ...held.thinned]);
  return {
    title: 'What a confidence is worth',
    head: ['confidence from', 'suggestions', 'mean confidence', 'right'],
    rows: bins.map((bin) => [
      String(bin.from),
      String(bin.count),
      bin.meanConfidence.toFixed(3),
      bin.right.toFixed(3),
    ]),
    notes: [`Expected calibration error: ${error.toFixed(4)}, given and thinned cases together.`],
    verdicts: [],
  };
}

function directionsOf(cases: readonly MappingCase[]): Report {
  return {
    title: 'Directions of the right pairs',
    head: ['', 'pairs', 'right', 'always bidirectional'],
    rows: directionFigures(cases).map(({ title, pairs, right, alwaysBidirectional }) =>
      [title, pairs, right, alwaysBidirectional].map(String),
    ),
    notes: [],
    verdicts: [],
  };
}

function errorLines(all: readonly Judgement[]): string[] {
  return all
    .filter(({ answers, ranked }) => answers.size > 0 && !answers.has(ranked[0] ?? ''))
    .map(
      (one) =>
        `${one.caseId}: ${one.field} is ${[...one.answers].join(' or ')}, first choices ${one.ranked.slice(0, 3).join(', ')}`,
    );
}

if (import.meta.main) {
  const reports = await qualityBench.run();
  const { held } = crossValidate(readCases());
  const errors = process.argv.includes('--errors') ? errorLines(held.given) : [];
  process.stdout.write([...reports.map(renderReport), ...errors, ''].join('\n'));
}
