/**
 * How the command line reaches a running server on the embedded database: a socket in the data
 * folder that only the folder's owner may open. One JSON line asks, one answers.
 */
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { Problem } from '../kernel/http/problem.ts';
import { describeError, type Logger } from '../kernel/logger.ts';
import { type Command, type CommandParts, command, runCommand } from './commands.ts';

const reply = z.object({ done: z.string().optional(), failed: z.string().optional() });
type Reply = z.infer<typeof reply>;

/** Longer paths cannot be bound on any of our systems (`sun_path`: 104 bytes on macOS). */
const longestPath = 103;

/** @returns how to stop; null where the data folder's path is too long for a socket */
export async function serveCommands(
  dataDirectory: string,
  parts: CommandParts,
  log: Logger,
): Promise<(() => Promise<void>) | null> {
  const path = join(dataDirectory, 'control.sock');
  if (Buffer.byteLength(path) > longestPath) return null;
  rmSync(path, { force: true });
  // The asker ends its side after the question; the answer follows on the other.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    void answer(socket, parts, log);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Lets a running server do it. @returns its answer, or null when none runs */
export async function askRunningServer(
  dataDirectory: string,
  wish: Command,
): Promise<Reply | null> {
  const path = join(dataDirectory, 'control.sock');
  if (!existsSync(path)) return null;
  const socket = await open(path);
  if (!socket) return null;
  socket.end(`${JSON.stringify(wish)}\n`);
  for await (const line of createInterface({ input: socket })) return reply.parse(JSON.parse(line));
  throw new Error('The running server gave no answer.');
}

async function open(path: string): Promise<Socket | null> {
  const socket = connect(path);
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(socket));
    // A socket left behind by a server that was killed.
    socket.once('error', () => resolve(null));
  });
}

async function answer(socket: Socket, parts: CommandParts, log: Logger): Promise<void> {
  for await (const line of createInterface({ input: socket })) {
    const result = await perform(line, parts, log);
    socket.end(`${JSON.stringify(result)}\n`);
    return;
  }
}

async function perform(line: string, parts: CommandParts, log: Logger): Promise<Reply> {
  try {
    return { done: await runCommand(parts, command.parse(JSON.parse(line))) };
  } catch (error) {
    if (error instanceof Problem) return { failed: error.message };
    log.error('Command failed', describeError(error));
    return { failed: 'The command failed; the server has logged why.' };
  }
}
