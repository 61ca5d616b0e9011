import type { Counts, Outcome, PartReport } from './parts.ts';

function describeCounts({ passed, failed, skipped }: Counts): string {
  if (passed + failed + skipped <= 1) return '';
  const words = [`${passed} passed`];
  if (failed > 0) words.push(`${failed} failed`);
  if (skipped > 0) words.push(`${skipped} skipped`);
  return words.join(', ');
}

/** What stands behind the name: numbers of tests, or the reason for skipping. */
function describeOutcome(outcome: Outcome): string {
  return outcome.state === 'skipped' ? outcome.reason : describeCounts(outcome.counts);
}

/** One line on one part: state, name, time, and what there is to say. */
export function formatLine({ name, outcome, seconds }: PartReport): string {
  const time = `${seconds.toFixed(1)} s`.padStart(8);
  const line = `${outcome.state.padEnd(7)}  ${name.padEnd(32)} ${time}  ${describeOutcome(outcome)}`;
  return line.trimEnd();
}

/** The tests of a part that were not run, indented to stand below its line. */
export function listSkippedTests({ outcome }: PartReport): string[] {
  return outcome.state === 'skipped'
    ? []
    : outcome.skippedTests.map((title) => `         not run: ${title}`);
}

/** Sums up all tests; a skipped part counts as one skipped. */
export function sumCounts(reports: readonly PartReport[]): Counts {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { outcome } of reports) {
    const counts =
      outcome.state === 'skipped' ? { passed: 0, failed: 0, skipped: 1 } : outcome.counts;
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.skipped += counts.skipped;
  }
  return sum;
}

/** The closing line, alone on a line, by which other programs read the result. */
export function formatClosingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
