/** What a bench hands back and how it is printed: Markdown tables, one verdict per limit. */

/** One limit and what was reached against it. */
export interface Verdict {
  figure: string;
  reached: string;
  limit: string;
  holds: boolean;
}

export interface Report {
  title: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** How it was measured, and what else a reader must know. */
  notes: readonly string[];
  verdicts: readonly Verdict[];
}

export interface Bench {
  /** For `--only`. */
  name: string;
  run(): Promise<Report[]>;
}

/** A bench cannot run on this machine; the message says what is missing. */
export class BenchSkipped extends Error {
  override readonly name = 'BenchSkipped';
}

export function renderReport(report: Report): string {
  return [
    `## ${report.title}`,
    '',
    ...table(report.head, report.rows),
    '',
    ...report.notes.flatMap((note) => [note, '']),
  ].join('\n');
}

export function renderSummary(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ figure, reached, limit, holds }) => [
    figure,
    reached,
    limit,
    holds ? 'yes' : '**no**',
  ]);
  return ['## Summary', '', ...table(['figure', 'reached', 'limit', 'holds'], rows), ''].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** A verdict on a figure that must not exceed its limit. */
export function atMost(figure: string, value: number, limit: number, unit: string): Verdict {
  return {
    figure,
    reached: `${format(value)} ${unit}`,
    limit: `≤ ${limit} ${unit}`,
    holds: value <= limit,
  };
}

/** A verdict on a figure that must reach its limit. */
export function atLeast(figure: string, value: number, limit: number, unit: string): Verdict {
  return {
    figure,
    reached: `${format(value)} ${unit}`,
    limit: `≥ ${limit} ${unit}`,
    holds: value >= limit,
  };
}

/** Three digits that matter, no exponent. */
export function format(value: number): string {
  if (value >= 100) return String(Math.round(value));
  return value.toFixed(value >= 10 ? 1 : 2);
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which the given share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
