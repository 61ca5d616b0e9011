import { performance } from 'node:perf_hooks';

/** What one part found. A skipped part always says why. */
export type Outcome =
  | { state: 'passed' | 'failed'; counts: Counts; output: string; skippedTests: string[] }
  | { state: 'skipped'; reason: string };

/** Numbers of tests; a part without tests counts as one. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** One line of the final report. */
export interface Part {
  name: string;
  run: (signal: AbortSignal) => Promise<Outcome>;
}

/** A part that has been run. */
export interface PartReport {
  name: string;
  outcome: Outcome;
  seconds: number;
}

/** The outcome of a part that either holds or does not. */
export function outcomeOf(exitCode: number, output: string): Outcome {
  const passed = exitCode === 0;
  const counts = { passed: Number(passed), failed: Number(!passed), skipped: 0 };
  return { state: passed ? 'passed' : 'failed', counts, output, skippedTests: [] };
}

async function runPart(part: Part, signal: AbortSignal): Promise<PartReport> {
  const start = performance.now();
  const outcome = await part.run(signal).catch((error: unknown) => outcomeOf(1, String(error)));
  return { name: part.name, outcome, seconds: (performance.now() - start) / 1000 };
}

/**
 * Runs the parts in order, two at a time, and reports on each as soon as it ends. An abort lets the
 * running ones end and starts no more.
 *
 * @returns the reports in the order of the parts, whatever order they ended in
 */
export async function runTwoAtATime(
  parts: readonly Part[],
  signal: AbortSignal,
  report: (part: PartReport) => void,
): Promise<PartReport[]> {
  const reports: (PartReport | undefined)[] = parts.map(() => undefined);
  const queue = parts.entries();
  async function work(): Promise<void> {
    for (const [index, part] of queue) {
      if (signal.aborted) return;
      const done = await runPart(part, signal);
      reports[index] = done;
      report(done);
    }
  }
  await Promise.all([work(), work()]);
  return reports.filter((done) => done !== undefined);
}
