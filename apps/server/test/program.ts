/** The real program as a process of its own: started, told to stop, killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const patienceMilliseconds = 30_000;

export interface Program {
  /** The address of its `ready` line; null when it ended before. */
  url: string | null;
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Sends the signal and waits for the end. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Exit>;
  exit: Promise<Exit>;
}

export interface Exit {
  code: number | null;
  signal: string | null;
}

const running = new Set<ChildProcess>();

/** Starts `main.ts` with these variables alone, and waits until it is ready or has ended. */
export async function startProgram(environment: Record<string, string>): Promise<Program> {
  const child = spawn(process.execPath, [main], {
    env: {
      NODE_COMPILE_CACHE: join(tmpdir(), 'partneros-test-compile-cache'),
      PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  let ended = false;
  const exit = once(child, 'close').then((): Exit => {
    ended = true;
    running.delete(child);
    return { code: child.exitCode, signal: child.signalCode };
  });
  const readyUrl = () => /^PartnerOS ready at (\S+)$/m.exec(stdout)?.[1] ?? null;
  const deadline = Date.now() + patienceMilliseconds;
  while (!ended && readyUrl() === null && Date.now() < deadline) {
    await Promise.race([exit, sleep(20)]);
  }
  return {
    url: readyUrl(),
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    end: (signal) => {
      child.kill(signal);
      return exit;
    },
    exit,
  };
}

/** For `afterAll`: whatever a failed test has left running. */
export function killPrograms(): void {
  for (const child of running) child.kill('SIGKILL');
}
