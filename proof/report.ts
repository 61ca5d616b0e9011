/** The report as Markdown: a line on each suite, then what went wrong and all figures. */
import type { ProofResult, ProofSuite } from './suite.ts';

export interface SuiteReport {
  suite: ProofSuite;
  result: ProofResult;
  seconds: number;
}

/** What went wrong, the lack of attempts included. */
export function failuresOf({ suite, result }: SuiteReport): string[] {
  const tooFew = result.attempts < suite.atLeast;
  return tooFew
    ? [...result.failures, `Only ${result.attempts} attempts of at least ${suite.atLeast}.`]
    : [...result.failures];
}

export function renderReport(
  reports: readonly SuiteReport[],
  about: { machine: string; database: string; seed: number; commit: string; at: Date },
): string {
  const lines = reports.map((report) => {
    const { suite, result, seconds } = report;
    const failures = failuresOf(report).length;
    const cells = [
      suite.name,
      suite.promise,
      result.attempts.toLocaleString('en'),
      failures === 0 ? '0' : `**${failures}**`,
      `${Math.round(seconds)} s`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '# Proof',
    '',
    'Written by `npm run proof`. Each suite attacks the product and counts; it fails on one leak.',
    '',
    `${about.at.toISOString().slice(0, 16)} UTC · commit ${about.commit} · seed ${about.seed} · ${about.database} · ${about.machine}`,
    '',
    '| suite | promise | attempts | failures | time |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
    '',
    ...reports.flatMap(renderDetails),
  ].join('\n');
}

const shownFailures = 50;

function renderDetails(report: SuiteReport): string[] {
  const { suite, result } = report;
  const failures = failuresOf(report);
  const figures = Object.entries(result.details).map(([name, value]) => `- ${name}: ${value}`);
  const told = failures
    .slice(0, shownFailures)
    .map((failure) => `    ${failure.replaceAll('\n', '\n    ')}`);
  return [
    `## ${suite.name}`,
    '',
    ...figures,
    '',
    ...(told.length > 0 ? [`${failures.length} failures:`, '', ...told, ''] : []),
  ];
}
