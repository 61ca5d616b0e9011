/** The real program as a process of its own: to run two of them on one database, and to kill one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { DemoCrms } from '../../../simulators/index.ts';
import { testSecrets } from './secrets.ts';

export interface ServerProcess {
  url: string;
  /** Every line logged so far, as text. */
  logLines: string[];
  /** SIGKILL, at once. */
  kill(): void;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const patienceMilliseconds = 30_000;

/** Variables of a process on a test's database, with simulators as the operator's own CRMs. */
export function environmentOf(
  databaseUrl: string | null,
  crms: Pick<DemoCrms, 'url'>,
): Record<string, string> {
  if (databaseUrl === null) throw new Error('Two processes need a PostgreSQL server.');
  return {
    DATABASE_URL: databaseUrl,
    ENCRYPTION_KEY: testSecrets.encryptionKeys.join(','),
    SESSION_SECRET: 'shared by the processes of one test and long enough',
    SALESFORCE_LOGIN_URL: crms.url,
    SALESFORCE_CLIENT_ID: 'partneros-demo-salesforce',
    SALESFORCE_CLIENT_SECRET: 'demo-secret-salesforce',
    HUBSPOT_APP_URL: crms.url,
    HUBSPOT_API_URL: crms.url,
    HUBSPOT_CLIENT_ID: 'partneros-demo-hubspot',
    HUBSPOT_CLIENT_SECRET: 'demo-secret-hubspot',
  };
}

/** Starts the program and waits until it says that it is ready. */
export async function startServerProcess(
  environment: Record<string, string>,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      NODE_COMPILE_CACHE: join(tmpdir(), 'partneros-test-compile-cache'),
      PORT: '0',
      RATE_LIMIT_SCALE: '1000',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => logLines.push(line));
  const exited = once(child, 'exit');
  const url = await readyUrl(child, exited).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`The program did not start: ${logLines.join('\n')}`, { cause: error });
  });
  return {
    url,
    logLines,
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
}

async function readyUrl(child: ChildProcess, exited: Promise<unknown>): Promise<string> {
  const { stdout } = child;
  if (!stdout) throw new Error('It has no output.');
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const url = /^PartnerOS ready at (\S+)$/.exec(line)?.[1];
      if (url) resolve(url);
    });
  });
  const ended = exited.then(() => Promise.reject(new Error('It ended.')));
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(reject, patienceMilliseconds, new Error('It took too long.')).unref();
  });
  ended.catch(() => undefined);
  late.catch(() => undefined);
  return Promise.race([ready, ended, late]);
}
