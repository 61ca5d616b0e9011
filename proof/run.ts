/**
 * `npm run proof`: every attack suite in full, and a report. Exits with 1 on the first kind of
 * leak, 2 for a wrong argument.
 *
 * `--only name[,name]`: these suites only. `--seed n`: another sequence. `--write`: also into
 * `docs/proof.md`. `TEST_DATABASE=postgres` with `TEST_DATABASE_URL` runs on a server; else the
 * embedded database.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from '../bench/support/machine.ts';
import { runCommand } from '../scripts/checks/command.ts';
import { abortOnSignals } from '../scripts/checks/signals.ts';
import { suites } from './registry.ts';
import { failuresOf, renderReport, type SuiteReport } from './report.ts';
import type { ProofContext, ProofSuite } from './suite.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seed: { type: 'string', default: '20261121' },
    write: { type: 'boolean', default: false },
  },
});
const names = values.only?.split(',') ?? suites.map(({ name }) => name);
const unknown = names.find((name) => !suites.some((suite) => suite.name === name));
if (unknown !== undefined) {
  const known = suites.map(({ name }) => name).join(', ');
  process.stderr.write(`There is no suite ${unknown}: ${known}.\n`);
  process.exit(2);
}

const database = process.env['TEST_DATABASE'] ?? 'pglite';
const context: ProofContext = {
  signal: abortOnSignals(),
  seed: Number(values.seed),
  environment: { TEST_DATABASE: database },
};
const reports: SuiteReport[] = [];
for (const suite of suites) {
  if (!names.includes(suite.name) || context.signal.aborted) continue;
  const report = await runSuite(suite);
  reports.push(report);
  const failures = failuresOf(report);
  const state = failures.length === 0 ? 'held  ' : 'FAILED';
  process.stdout.write(`${state}  ${suite.name}: ${report.result.attempts} attempts\n`);
  for (const failure of failures.slice(0, 20)) process.stdout.write(`        ${failure}\n`);
}
const commit = await runCommand('git', ['rev-parse', '--short', 'HEAD']);
const text = renderReport(reports, {
  machine: describeMachine(),
  database: database === 'postgres' ? 'PostgreSQL' : 'embedded database',
  seed: context.seed,
  commit: commit.output.trim(),
  at: new Date(),
});
process.stdout.write(`\n${text}\n`);
if (values.write) writeFileSync(join(import.meta.dirname, '..', 'docs', 'proof.md'), text);
const whole = !context.signal.aborted && reports.every((one) => failuresOf(one).length === 0);
process.exitCode = whole ? 0 : 1;

async function runSuite(suite: ProofSuite): Promise<SuiteReport> {
  const started = performance.now();
  const result = await suite
    .run(context)
    .catch((error: unknown) => ({ attempts: 0, failures: [String(error)], details: {} }));
  return { suite, result, seconds: (performance.now() - started) / 1000 };
}
