/** The real program, started as `npm start` does, on ports and a data folder of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Program {
  url: string;
  password: string;
  /** Changes something at the demo CRMs, as their own users would: a field, a grant, the speed. */
  changeCrm(what: string, body: object): Promise<void>;
  /** Ends the program as a signal from outside would, and removes its data. */
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const startMilliseconds = 60_000;

/** @throws Error with what the program printed, when it does not get ready */
export async function startProgram(): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'partneros-journey-'));
  const port = await findFreePorts();
  const password = 'a password for journeys';
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      PORT: String(port),
      DATA_DIR: join(folder, 'data'),
      DEMO: '1',
      DEMO_PASSWORD: password,
      LOG_LEVEL: 'warn',
    },
  });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const hurry = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(hurry);
    await rm(folder, { recursive: true, force: true });
  };

  let printed = '';
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`The program ${why}:\n${printed}`));
    const timer = setTimeout(() => fail('did not get ready'), startMilliseconds);
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      if (!/^PartnerOS ready at /m.test(printed)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => fail('ended before it was ready'));
  });
  try {
    await ready;
  } catch (error) {
    await stop();
    throw error;
  }
  const changeCrm = async (what: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${port + 1}/_control/${what}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`The demo CRM refused ${what}: ${await answer.text()}`);
  };
  return { url: `http://127.0.0.1:${port}`, password, changeCrm, stop };
}

/** A free port with a free one after it, where the demo CRMs listen. */
async function findFreePorts(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const port = await listenOnce(0);
    const next = port === null ? null : await listenOnce(port + 1);
    if (port !== null && next !== null) return port;
  }
  throw new Error('No two free ports beside each other were found.');
}

/** @returns the port, free again; null when it is taken */
async function listenOnce(wanted: number): Promise<number | null> {
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return null;
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : null;
}
