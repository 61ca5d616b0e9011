/**
 * `npm test`: everything, in parts, two at a time; one line on each part at the end and a closing
 * line with all counts. Exits with 1 when a part failed.
 *
 * With `CI=true` or `--install`, what the machine lacks is installed from Debian's packages; else
 * the part that needs it is reported as skipped, with a sentence that says what to install.
 */
import { checkParts } from './checks/check-parts.ts';
import { type Machine, provideMachine } from './checks/machine.ts';
import { type Outcome, outcomeOf, type Part, runTwoAtATime } from './checks/parts.ts';
import { answers, startPrivatePostgres } from './checks/private-postgres.ts';
import { formatClosingLine, formatLine, listSkippedTests, sumCounts } from './checks/report.ts';
import { abortOnSignals } from './checks/signals.ts';
import { runVitest } from './checks/vitest-part.ts';

/** No test may reach a database by an address meant for another part. */
const withoutDatabase = { TEST_DATABASE: undefined, TEST_DATABASE_URL: undefined };

async function testOnPostgres(url: string, signal: AbortSignal): Promise<Outcome> {
  if (!(await answers(url)))
    return outcomeOf(1, 'The server of TEST_DATABASE_URL does not answer.');
  const environment = { TEST_DATABASE: 'postgres', TEST_DATABASE_URL: url };
  return runVitest({ projects: ['server'], environment, signal });
}

async function testOnPrivatePostgres(
  postgres: Machine['postgres'],
  signal: AbortSignal,
): Promise<Outcome> {
  if (postgres.state === 'missing') return { state: 'skipped', reason: postgres.sentence };
  if (postgres.state === 'install-failed') return outcomeOf(1, postgres.output);
  const server = await startPrivatePostgres(postgres.path);
  try {
    return await testOnPostgres(server.url, signal);
  } finally {
    await server.stop();
  }
}

async function testInBrowser(chromium: Machine['chromium'], signal: AbortSignal): Promise<Outcome> {
  if (chromium.state === 'missing') return { state: 'skipped', reason: chromium.sentence };
  if (chromium.state === 'install-failed') return outcomeOf(1, chromium.output);
  const environment = { ...withoutDatabase, CHROMIUM_PATH: chromium.path };
  return runVitest({ projects: ['browser'], environment, signal });
}

/** In the order of their start, which keeps both processors busy to the end. */
function listParts({ postgres, chromium }: Machine): Part[] {
  const databaseUrl = process.env['TEST_DATABASE_URL'];
  const embedded = { ...withoutDatabase, TEST_DATABASE: 'pglite' };
  return [
    {
      name: 'tests on the embedded database',
      // The longest part, and much of it waits for processes that start: it may crowd the others.
      run: (signal) =>
        runVitest({ projects: ['server'], workers: 2, environment: embedded, signal }),
    },
    ...checkParts(),
    {
      name: 'tests on PostgreSQL',
      run: (signal) =>
        databaseUrl === undefined
          ? testOnPrivatePostgres(postgres, signal)
          : testOnPostgres(databaseUrl, signal),
    },
    {
      name: 'tests without a database',
      run: (signal) => runVitest({ projects: ['checks'], environment: withoutDatabase, signal }),
    },
    { name: 'browser journey', run: (signal) => testInBrowser(chromium, signal) },
  ];
}

const mayInstall = process.env['CI'] === 'true' || process.argv.includes('--install');
const signal = abortOnSignals();
const machine = await provideMachine(mayInstall, signal);
const reports = await runTwoAtATime(listParts(machine), signal, (report) => {
  const { outcome } = report;
  if (outcome.state === 'failed') process.stdout.write(`\n${outcome.output}\n`);
  process.stdout.write(`${formatLine(report)}\n`);
});
if (signal.aborted) process.stdout.write('\nInterrupted: not every part was run to its end.\n');
const counts = sumCounts(reports);
const lines = reports.flatMap((report) => [formatLine(report), ...listSkippedTests(report)]);
process.stdout.write(`\n${lines.join('\n')}\n\n${formatClosingLine(counts)}\n`);
process.exitCode = counts.failed > 0 || signal.aborted ? 1 : 0;
