/**
 * `npm run check`: the checks that need neither database nor browser, two at a time.
 * Exits with 1 when one of them fails.
 */
import { checkParts } from './checks/check-parts.ts';
import { runTwoAtATime } from './checks/parts.ts';
import { formatLine } from './checks/report.ts';
import { abortOnSignals } from './checks/signals.ts';

const signal = abortOnSignals();
const reports = await runTwoAtATime(checkParts(), signal, (report) => {
  if (report.outcome.state === 'failed') process.stdout.write(`\n${report.outcome.output}\n`);
  process.stdout.write(`${formatLine(report)}\n`);
});
const failed = reports.some(({ outcome }) => outcome.state === 'failed');
process.exitCode = failed || signal.aborted ? 1 : 0;
