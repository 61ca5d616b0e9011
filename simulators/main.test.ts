import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDemoCrms } from './index.ts';

const MAIN = new URL('./main.ts', import.meta.url).pathname;

interface Started {
  child: ChildProcess;
  url: string;
  ended: Promise<unknown[]>;
}

async function start(state: string, stdio: 'pipe' | 'ipc'): Promise<Started> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, DEMO_CRM_PORT: '0', DEMO_CRM_STATE: state },
    stdio: stdio === 'ipc' ? ['pipe', 'pipe', 'inherit', 'ipc'] : ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = once(child, 'exit');
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]; // a pipe gives buffers
  const url = /^Demo CRMs ready at (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(line.toString())?.[1];
  return { child, url: url ?? line.toString(), ended };
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-crm-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('the program', () => {
  it('serves, keeps its state, and ends on SIGTERM', async () => {
    const folder = await makeFolder();
    const { child, url, ended } = await start(folder, 'pipe');
    expect((await fetch(`${url}/services/data`)).status).toBe(200);
    const account = JSON.stringify({ crm: 'salesforce', account: 'partners' });
    await fetch(`${url}/_control/expire-tokens`, { method: 'POST', body: account });
    expect((await stat(join(folder, 'state.json'))).isFile()).toBe(true);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('says in one sentence that its port is taken', async () => {
    const crms = await startDemoCrms();
    onTestFinished(() => crms.close());
    const port = new URL(crms.url).port;
    const child = spawn(process.execPath, [MAIN], {
      env: { ...process.env, DEMO_CRM_PORT: port },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    const said: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    expect(await once(child, 'close')).toEqual([1, null]);
    const words = `The demo CRMs cannot start on port ${port}: `;
    expect(said.join('').trim().split('\n')).toEqual([expect.stringContaining(words)]);
  });

  it('goes on when there is no pipe to watch', async () => {
    const child = spawn(process.execPath, [MAIN], {
      env: { ...process.env, DEMO_CRM_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    await once(child.stdout, 'data');
    await wait(200);
    expect(child.exitCode).toBeNull();
  });

  it('ends when its parent closes standard input', async () => {
    const { child, ended } = await start(await makeFolder(), 'pipe');
    child.stdin?.end();
    expect(await ended).toEqual([0, null]);
  });

  it('ends when its parent leaves the message channel', async () => {
    const { child, ended } = await start(await makeFolder(), 'ipc');
    child.disconnect();
    expect(await ended).toEqual([0, null]);
  });
});
