import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import type { Counts, Outcome } from './parts.ts';

const root = join(import.meta.dirname, '..', '..');

/** Two parts run at a time, so each gets half of the processors, unless it says otherwise. */
const workerCount = Math.max(1, Math.floor(availableParallelism() / 2));

/** No suite takes a third of this; one that hangs must end some time. */
const patienceMilliseconds = 25 * 60_000;

export interface VitestRun {
  /** How many files are tested at once. */
  workers?: number;
  /** Projects of `vitest.config.ts`. */
  projects: readonly string[];
  environment?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
}

/** What a run's report says: how many tests, and the titles of those that were not run. */
export interface Findings {
  counts: Counts;
  skippedTests: string[];
}

/** A member of something that came out of a file, undefined where it is not there. */
function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function listMember(value: unknown, name: string): unknown[] {
  const list = member(value, name);
  return Array.isArray(list) ? list : [];
}

function listSkippedTests(report: unknown): string[] {
  return listMember(report, 'testResults')
    .flatMap((file) => listMember(file, 'assertionResults'))
    .filter((test) => ['skipped', 'pending', 'todo'].includes(String(member(test, 'status'))))
    .map((test) => String(member(test, 'fullName')));
}

/**
 * Reads vitest's JSON report.
 *
 * A run can fail without a failed test, by a file that does not load or an error that nobody caught,
 * and it can come to its end without a report: both count as one failure more.
 */
export function readFindings(text: string | undefined, exitCode: number): Findings {
  const report: unknown = text === undefined ? undefined : JSON.parse(text);
  const count = (name: string) => Number(member(report, name) ?? 0);
  const failed = count('numFailedTests');
  const skippedTests = listSkippedTests(report);
  const counts = {
    passed: count('numPassedTests'),
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    skipped: count('numPendingTests') + count('numTodoTests'),
  };
  return { counts, skippedTests };
}

function readReport(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Runs projects of the test suite once, in a process of their own, and counts what came of it. A run
 * in which no test ran has failed.
 */
export async function runVitest({
  projects,
  workers = workerCount,
  environment,
  signal,
}: VitestRun): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'partneros-tests-'));
  const reportPath = join(folder, 'report.json');
  const vitestArguments = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    `--root=${root}`,
    `--maxWorkers=${workers}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportPath}`,
    ...projects.map((project) => `--project=${project}`),
  ];
  try {
    const { exitCode, output } = await runCommand(process.execPath, vitestArguments, {
      environment: { ...process.env, ...environment },
      timeoutMilliseconds: patienceMilliseconds,
      ...(signal === undefined ? {} : { signal }),
    });
    const { counts, skippedTests } = readFindings(readReport(reportPath), exitCode);
    if (counts.passed + counts.failed === 0) counts.failed = 1;
    return { state: counts.failed > 0 ? 'failed' : 'passed', counts, output, skippedTests };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
