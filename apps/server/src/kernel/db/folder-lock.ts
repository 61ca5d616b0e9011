/**
 * An exclusive lock on the data folder: two processes on one embedded database corrupt it.
 *
 * The lock is a file that names its process. One whose process is gone (killed) is taken over; a
 * process is known by id and, where the system tells it, by its start time, so that a reused id
 * does not count.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from '../config.ts';

const holder = z.object({ pid: z.number().int(), started: z.string() });
type Holder = z.infer<typeof holder>;

/**
 * @returns a function that lets go
 * @throws ConfigurationError when another process holds the folder
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  const mine: Holder = { pid: process.pid, started: startOf(process.pid) };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    if (!claim(draft, file)) takeOver(draft, file, folder);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => rmSync(file, { force: true });
}

/** A hard link is made whole or not at all, and never over an existing file. */
function claim(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function takeOver(draft: string, file: string, folder: string): void {
  const before = read(file);
  if (before && isAlive(before)) throw inUse(folder, before.pid);
  const aside = `${file}.left-by-${before?.pid ?? 'nobody'}.${process.pid}`;
  renameSync(file, aside);
  const moved = read(aside);
  // Another starter may have claimed between our look and our move: then it is put back.
  if (moved && isAlive(moved)) {
    claim(aside, file);
    rmSync(aside, { force: true });
    throw inUse(folder, moved.pid);
  }
  rmSync(aside, { force: true });
  if (!claim(draft, file)) throw inUse(folder, read(file)?.pid ?? 0);
}

function inUse(folder: string, pid: number): ConfigurationError {
  return new ConfigurationError(
    `The data folder ${folder} is in use by another PartnerOS (process ${pid}). Stop it first, or set DATA_DIR.`,
  );
}

function read(file: string): Holder | null {
  try {
    return holder.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return started === '' || startOf(pid) === started;
}

/**
 * Start time in clock ticks since boot (field 22 of /proc/<pid>/stat); '' where there is none. A
 * process that has ended and that its parent has not asked about yet (a zombie) counts as gone.
 */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
