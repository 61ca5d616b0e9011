/**
 * The demo CRMs as a program: a child process of the product in demo mode.
 *
 * Environment: `DEMO_CRM_PORT` (0 or absent: any free port), `DEMO_CRM_HOST` (127.0.0.1),
 * `DEMO_CRM_STATE` (a folder; absent: nothing is kept). Prints `Demo CRMs ready at <url>` on
 * standard output. Ends on SIGTERM and SIGINT, and when its parent goes away: the IPC channel
 * disconnects, or standard input, when it is a pipe, ends.
 */
import { fstatSync } from 'node:fs';
import { join } from 'node:path';
import { type DemoCrms, startDemoCrms } from './index.ts';

const folder = process.env['DEMO_CRM_STATE'];
const port = Number(process.env['DEMO_CRM_PORT'] ?? 0);

let closing: Promise<void> | undefined;

/** Everything the process holds is let go; it then ends by itself. */
function end(crms: DemoCrms): void {
  closing ??= crms.close().finally(letGoOfParent);
}

function letGoOfParent(): void {
  process.stdin.destroy();
  if (process.connected) process.disconnect();
}

function endWithParent(crms: DemoCrms): void {
  const stop = () => {
    end(crms);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  if (!isPipe(process.stdin.fd)) return;
  process.stdin.on('end', stop);
  process.stdin.on('error', stop);
  process.stdin.resume();
}

/** A terminal or the null device says nothing about the parent; a pipe ends with it. */
function isPipe(descriptor: number): boolean {
  const stat = fstatSync(descriptor);
  return stat.isFIFO() || stat.isSocket();
}

try {
  const crms = await startDemoCrms({
    port,
    host: process.env['DEMO_CRM_HOST'] ?? '127.0.0.1',
    ...(folder !== undefined && { stateFile: join(folder, 'state.json') }),
  });
  endWithParent(crms);
  console.log(`Demo CRMs ready at ${crms.url}`);
} catch (error) {
  const words = error instanceof Error ? error.message : String(error);
  console.error(`The demo CRMs cannot start on port ${port}: ${words}`);
  process.exitCode = 1;
  letGoOfParent();
}
