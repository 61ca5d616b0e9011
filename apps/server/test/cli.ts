/** The real command line as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

export interface CommandEnd {
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

export interface RunningCommand {
  child: ChildProcess;
  end: Promise<CommandEnd>;
}

/** Starts a command with these variables alone. */
export function startCommand(
  words: readonly string[],
  environment: Record<string, string>,
): RunningCommand {
  const child = spawn(process.execPath, [cli, ...words], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: join(tmpdir(), 'partneros-test-compile-cache'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (told.stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (told.stderr += chunk.toString('utf8')));
  const end = once(child, 'close').then(() => ({
    code: child.exitCode,
    signal: child.signalCode,
    ...told,
  }));
  return { child, end };
}

export function runCommand(
  words: readonly string[],
  environment: Record<string, string>,
): Promise<CommandEnd> {
  return startCommand(words, environment).end;
}
