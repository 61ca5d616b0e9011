/** A stream of bytes put down on disk on its way, so that none of it need be whole in memory. */
import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from './ids.ts';

export interface Spooled {
  path: string;
  bytes: number;
  /** Hex. */
  sha256: string;
  /** The first bytes, from which a type is told. */
  head: Buffer;
  /** Does nothing when somebody has moved the file away. */
  remove(): Promise<void>;
}

const keptOfHead = 4100;

/** @throws whatever reading throws; nothing is left on disk then */
export async function spool(
  folder: string,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Spooled> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, newId());
  const file = await open(path, 'wx', 0o600);
  const remove = () => rm(path, { force: true });
  try {
    return { path, remove, ...(await writeAll(file, content)) };
  } catch (error) {
    await remove();
    throw error;
  } finally {
    await file.close();
  }
}

async function writeAll(
  file: FileHandle,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Pick<Spooled, 'bytes' | 'sha256' | 'head'>> {
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let bytes = 0;
  for await (const piece of content) {
    if (head.length < keptOfHead) {
      head = Buffer.concat([head, piece.subarray(0, keptOfHead - head.length)]);
    }
    hash.update(piece);
    bytes += piece.length;
    await file.write(piece);
  }
  await file.sync();
  return { bytes, head, sha256: hash.digest('hex') };
}

/** Removes what a process that died has left in the folder. */
export async function sweepSpool(folder: string, before: Date): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() && found.mtime < before) await rm(path, { force: true });
  }
}
