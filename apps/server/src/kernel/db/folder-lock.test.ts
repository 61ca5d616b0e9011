import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../config.ts';
import { lockFolder } from './folder-lock.ts';

const lockModule = fileURLToPath(new URL('./folder-lock.ts', import.meta.url));
let folder: string;
let children: ReturnType<typeof spawn>[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partneros-lock-'));
});
afterEach(async () => {
  await Promise.all(children.map(kill));
  children = [];
  rmSync(folder, { recursive: true, force: true });
});

/** A process that tries to take the lock, says how it went, and holds it until it is killed. */
async function start(): Promise<{ child: ReturnType<typeof spawn>; outcome: string }> {
  const program = `
    import { lockFolder } from ${JSON.stringify(lockModule)};
    try {
      lockFolder(process.argv[1]);
      console.log('locked');
      setInterval(() => {}, 1000);
    } catch (error) {
      console.log(error.name + ': ' + error.message);
    }`;
  const args = ['--input-type=module', '--eval', program, '--', folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [said] = await once(child.stdout, 'data');
  return { child, outcome: String(said).trim() };
}

async function kill(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe('the lock on the data folder', () => {
  it('is held by one process; others are told which', async () => {
    const { child, outcome } = await start();
    expect(outcome).toBe('locked');
    const wanted = () => lockFolder(folder);
    expect(wanted).toThrow(ConfigurationError);
    expect(wanted).toThrow(`in use by another PartnerOS (process ${child.pid})`);
    expect((await start()).outcome).toMatch(/^ConfigurationError: /);
  });

  it('is free again once it was let go, and leaves no file', () => {
    const unlock = lockFolder(folder);
    expect(existsSync(join(folder, 'lock'))).toBe(true);
    unlock();
    expect(readdirSync(folder)).toEqual([]);
    lockFolder(folder)();
  });

  it('of a killed process is taken over', async () => {
    const { child } = await start();
    await kill(child);
    lockFolder(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('left by a killed process goes to exactly one of five that start at once', async () => {
    const { child } = await start();
    await kill(child);
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => start()));
    expect(outcomes.filter(({ outcome }) => outcome === 'locked').length).toBe(1);
  });

  it('of a process whose number was given to another is taken over', () => {
    // This process's parent runs, but did not start at that tick.
    const lock = { pid: process.ppid, started: '1' };
    writeFileSync(join(folder, 'lock'), JSON.stringify(lock));
    lockFolder(folder)();
  });

  it('that is no lock, half written or empty, is taken over', () => {
    for (const text of ['', '{"pid":', '{"pid":"x"}']) {
      writeFileSync(join(folder, 'lock'), text);
      lockFolder(folder)();
    }
  });
});
