import { spawn } from 'node:child_process';

/** How a command went; `output` is what it wrote to both streams, in order. */
export interface CommandResult {
  exitCode: number;
  output: string;
}

export interface CommandOptions {
  environment?: NodeJS.ProcessEnv;
  /** Ends the command and everything it started. */
  signal?: AbortSignal;
  /** A command that runs longer is ended and counts as failed. */
  timeoutMilliseconds?: number;
}

/** How long a command may take to end by itself once told to. */
const graceMilliseconds = 5_000;

/** Signals a command with all it started: it leads a process group of its own. */
function signalGroup(groupId: number | undefined, signal: NodeJS.Signals): void {
  if (groupId === undefined) return;
  try {
    process.kill(-groupId, signal);
  } catch {
    // Nobody of the group is left.
  }
}

/**
 * Runs a command to its end without a terminal and collects its output. It never rejects: a command
 * that cannot be started has exit code 127, as in a shell.
 *
 * Processes that the command leaves behind are ended, so that nothing outlives a part.
 */
export function runCommand(
  command: string,
  commandArguments: readonly string[],
  { environment = process.env, signal, timeoutMilliseconds = 600_000 }: CommandOptions = {},
): Promise<CommandResult> {
  const child = spawn(command, commandArguments, {
    detached: true,
    env: { ...environment, NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));

  function end(): void {
    signalGroup(child.pid, 'SIGTERM');
    setTimeout(() => signalGroup(child.pid, 'SIGKILL'), graceMilliseconds).unref();
  }
  const timer = setTimeout(() => {
    chunks.push(Buffer.from(`\nEnded after ${timeoutMilliseconds / 1000} s.\n`));
    end();
  }, timeoutMilliseconds);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted === true) end();

  const { promise, resolve } = Promise.withResolvers<CommandResult>();
  child.once('error', (error) => {
    clearTimeout(timer);
    resolve({ exitCode: 127, output: error.message });
  });
  // A process left behind may hold the streams open: the group goes as soon as its leader has.
  child.once('exit', () => signalGroup(child.pid, 'SIGKILL'));
  child.once('close', (code) => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
    resolve({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString() });
  });
  return promise;
}
