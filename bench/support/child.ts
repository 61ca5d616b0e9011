/** Programs that the benches measure, each a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Child {
  pid: number;
  /** What followed the awaited words on their line. */
  told: string;
  /** From the start of the process to the awaited line. */
  milliseconds: number;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const patienceMilliseconds = 120_000;
const graceMilliseconds = 15_000;

/** A program with its parameters; an array stands for Node with these. */
export type Command = readonly string[] | { program: string; parameters: readonly string[] };

/**
 * Starts a program and waits for the line that begins with `words`.
 * @throws Error with what the program printed, when the line does not come
 */
export async function startChild(
  command: Command,
  words: string,
  environment: Record<string, string>,
): Promise<Child> {
  const isNode = !('program' in command);
  const { program, parameters } = isNode
    ? { program: process.execPath, parameters: command }
    : command;
  const startedAt = performance.now();
  const child = spawn(program, parameters, {
    cwd: root,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm does not hand a signal on: it leads a group, and the group is told.
    detached: !isNode,
  });
  const printed: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  // The streams are closed when the last process that holds them has ended.
  const closed = once(child, 'close');
  const line = await lineOf(child, words, printed);
  const milliseconds = performance.now() - startedAt;
  if (line === null || child.pid === undefined) {
    signal(child, isNode, 'SIGKILL');
    throw new Error(`The program did not get ready:\n${printed.join('').slice(-4000)}`);
  }
  return {
    pid: child.pid,
    told: line.slice(words.length).trim(),
    milliseconds,
    stop: () => stop(child, isNode, closed),
  };
}

async function lineOf(
  child: ChildProcess,
  words: string,
  printed: string[],
): Promise<string | null> {
  const { stdout } = child;
  if (!stdout) return null;
  const hurry = setTimeout(() => child.kill('SIGKILL'), patienceMilliseconds);
  try {
    for await (const line of createInterface({ input: stdout })) {
      if (line.startsWith(words)) return line;
      printed.push(`${line}\n`);
    }
    return null;
  } finally {
    clearTimeout(hurry);
    // What it prints later is nobody's, but must not fill the pipe.
    stdout.resume();
  }
}

async function stop(child: ChildProcess, isNode: boolean, closed: Promise<unknown>): Promise<void> {
  signal(child, isNode, 'SIGTERM');
  const hurry = setTimeout(() => signal(child, isNode, 'SIGKILL'), graceMilliseconds);
  await closed;
  clearTimeout(hurry);
}

function signal(child: ChildProcess, isNode: boolean, name: NodeJS.Signals): void {
  if (isNode || child.pid === undefined) child.kill(name);
  else process.kill(-child.pid, name);
}
