/**
 * Suites that are test files: vitest runs them with PROOF=full, and they hand over their figures in
 * files (`recordProof` in apps/server/test/proof/record.ts). A file that records nothing counts with
 * its tests, which is how any security test can be entered in the registry as it is.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../scripts/checks/command.ts';
import { readFindings } from '../scripts/checks/vitest-part.ts';
import type { ProofContext, ProofResult, ProofSuite } from './suite.ts';

const root = join(import.meta.dirname, '..');
const patienceMilliseconds = 3_600_000;

const record = z.object({
  suite: z.string(),
  attempts: z.number(),
  failures: z.array(z.string()),
  details: z.record(z.string(), z.union([z.number(), z.string()])),
});

/** @param files paths from the root; `project` is one of `vitest.config.ts` */
export function testSuite(suite: {
  name: string;
  promise: string;
  atLeast: number;
  files: readonly string[];
  project?: 'server' | 'checks';
}): ProofSuite {
  const { name, promise, atLeast, files, project = 'server' } = suite;
  return { name, promise, atLeast, run: (context) => runFiles(name, files, project, context) };
}

async function runFiles(
  name: string,
  files: readonly string[],
  project: string,
  { signal, seed, environment }: ProofContext,
): Promise<ProofResult> {
  const folder = mkdtempSync(join(tmpdir(), 'partneros-proof-'));
  const report = join(folder, 'vitest-report');
  const missing = files.filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) return failed(`There is no ${missing.join(' and no ')}.`);
  try {
    const { exitCode, output } = await runCommand(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        `--root=${root}`,
        `--project=${project}`,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...files,
      ],
      {
        environment: {
          ...process.env,
          ...environment,
          PROOF: 'full',
          PROOF_SEED: String(seed),
          PROOF_RESULTS: folder,
        },
        signal,
        timeoutMilliseconds: patienceMilliseconds,
      },
    );
    const text = existsSync(report) ? readFileSync(report, 'utf8') : undefined;
    return resultOf(name, folder, { text, exitCode, output });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function resultOf(
  name: string,
  folder: string,
  run: { text: string | undefined; exitCode: number; output: string },
): ProofResult {
  const { counts } = readFindings(run.text, run.exitCode);
  const records = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => record.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))));
  const failures = records.flatMap((one) => one.failures);
  // A test can fail beyond what it recorded, or before it recorded anything.
  if (counts.failed > 0 && failures.length === 0) failures.push(run.output.slice(-4_000));
  const tests = { 'tests passed': counts.passed, 'tests not run': counts.skipped };
  if (records.length === 0) return { attempts: counts.passed, failures, details: tests };
  const attempts = records.reduce((sum, one) => sum + one.attempts, 0);
  const details = records.map((one) =>
    one.suite === name ? one.details : prefixed(one.suite, one.details),
  );
  const figures = Object.fromEntries([...details, tests].flatMap((one) => Object.entries(one)));
  return { attempts, failures, details: figures };
}

function prefixed(suite: string, details: Record<string, number | string>) {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [`${suite}: ${name}`, value]),
  );
}

function failed(sentence: string): ProofResult {
  return { attempts: 0, failures: [sentence], details: {} };
}
