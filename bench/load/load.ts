/** Measures servers against each other: one after the other in turns, medians of the turns. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { processorMillisecondsOf } from '../support/process-figures.ts';
import { format, median } from '../support/report.ts';

export interface Load {
  url: string;
  cookie: string;
  concurrency: number;
  seconds: number;
}

export interface LoadResult {
  perSecond: number;
  requests: number;
  /** Milliseconds from request to the last byte. */
  p50: number;
  p99: number;
  /** Of one whole answer, headers included. */
  bytes: number;
}

/** A server under load. */
export interface Target {
  title: string;
  url: string;
  cookie: string;
  pid: number;
}

export interface TargetFigures {
  title: string;
  perSecond: number;
  p50: number;
  p99: number;
  /** Processor time of the server's process for one request, in microseconds. */
  processorMicroseconds: number;
  bytes: number;
}

/** Until V8 has optimised what is hot, which takes a larger program longer. */
const warmUpSeconds = 8;

const generator = fileURLToPath(new URL('generator.ts', import.meta.url));
const run = promisify(execFile);

/** How each row of a comparison is headed. */
export const comparisonHead = [
  'server',
  'requests/s',
  'share',
  'p50 ms',
  'p99 ms',
  'processor µs a request',
  'bytes',
];

/**
 * Loads the targets in turns (A B C A B C …), so that what else the machine does hits all alike.
 * Each is warmed up first.
 */
export async function compare(
  targets: readonly Target[],
  { concurrency, turns, seconds }: { concurrency: number; turns: number; seconds: number },
): Promise<TargetFigures[]> {
  for (const target of targets) await runLoad({ ...target, concurrency, seconds: warmUpSeconds });
  const results = new Map<Target, (LoadResult & { processor: number })[]>();
  for (let turn = 0; turn < turns; turn += 1) {
    for (const target of targets) {
      const before = processorMillisecondsOf(target.pid);
      const result = await runLoad({ ...target, concurrency, seconds });
      const spent = processorMillisecondsOf(target.pid) - before;
      const processor = (spent * 1000) / result.requests;
      results.set(target, [...(results.get(target) ?? []), { ...result, processor }]);
    }
  }
  return [...results].map(([{ title }, all]) => ({
    title,
    perSecond: median(all.map(({ perSecond }) => perSecond)),
    p50: median(all.map(({ p50 }) => p50)),
    p99: median(all.map(({ p99 }) => p99)),
    processorMicroseconds: median(all.map(({ processor }) => processor)),
    bytes: all[0]?.bytes ?? 0,
  }));
}

/** One row for each server; `share` is that of the first one's rate in its own. */
export function comparisonRows(figures: readonly TargetFigures[]): string[][] {
  const first = figures[0]?.perSecond ?? 0;
  return figures.map((one) => [
    one.title,
    format(one.perSecond),
    `${format((first / one.perSecond) * 100)} %`,
    format(one.p50),
    format(one.p99),
    format(one.processorMicroseconds),
    String(one.bytes),
  ]);
}

/** One load on one server. */
export async function runLoad({ url, cookie, concurrency, seconds }: Load): Promise<LoadResult> {
  const load: Load = { url, cookie, concurrency, seconds };
  const { stdout } = await run(process.execPath, [generator, JSON.stringify(load)]);
  return JSON.parse(stdout) as LoadResult; // printed by our own generator
}
