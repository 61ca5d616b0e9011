/**
 * `npm run bench`: what the product promises in figures, measured. One table a figure, beside its
 * peer or its ceiling, each with its limit and whether it holds; a summary at the end; exit code 1
 * when a limit is missed.
 *
 * `--only name[,name]`: these benches only. `--write`: also into `bench/results.md`.
 * Other work on the machine makes every figure worse; processor times, shown beside, suffer least.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bombsBench } from './bombs.ts';
import { idempotencyBench } from './idempotency.ts';
import { knownAddressesBench } from './known-addresses.ts';
import { qualityBench } from './mapping-quality.ts';
import { matchingBench } from './matching.ts';
import { refreshBench } from './refresh.ts';
import { schemaBench, statusBench } from './requests.ts';
import { hashBench } from './schema-hash.ts';
import { signInFloodBench } from './sign-in-flood.ts';
import { startBench } from './start.ts';
import { suggestBench } from './suggestions.ts';
import { describeMachine } from './support/machine.ts';
import {
  type Bench,
  BenchSkipped,
  type Report,
  renderReport,
  renderSummary,
} from './support/report.ts';

const benches: readonly Bench[] = [
  statusBench,
  schemaBench,
  refreshBench,
  hashBench,
  suggestBench,
  matchingBench,
  qualityBench,
  startBench,
  idempotencyBench,
  bombsBench,
  knownAddressesBench,
  signInFloodBench,
];

const { values } = parseArgs({
  options: { only: { type: 'string' }, write: { type: 'boolean', default: false } },
});
const names = values.only?.split(',') ?? benches.map(({ name }) => name);
const unknown = names.find((name) => !benches.some((bench) => bench.name === name));
if (unknown !== undefined) {
  process.stderr.write(
    `There is no bench ${unknown}: ${benches.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(2);
}

const pages: string[] = [];
const reports: Report[] = [];
say(`# Figures\n\n${describeMachine()}.\n`);
for (const bench of benches) {
  if (!names.includes(bench.name)) continue;
  for (const report of await runBench(bench)) {
    reports.push(report);
    say(renderReport(report));
  }
}
const verdicts = reports.flatMap((report) => report.verdicts);
say(renderSummary(verdicts));
if (values.write) writeFileSync(new URL('results.md', import.meta.url), `${pages.join('\n')}`);
if (!verdicts.every(({ holds }) => holds)) process.exitCode = 1;

async function runBench(bench: Bench): Promise<Report[]> {
  try {
    return await bench.run();
  } catch (error) {
    if (!(error instanceof BenchSkipped)) throw error;
    say(`Skipped ${bench.name}: ${error.message}\n`);
    return [];
  }
}

function say(text: string): void {
  pages.push(text);
  process.stdout.write(`${text}\n`);
}
