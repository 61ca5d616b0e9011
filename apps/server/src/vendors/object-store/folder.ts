/** Files in a folder of this machine, in a folder for each owner. */
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '../../kernel/ids.ts';
import { type ObjectStore, ObjectStoreFailure, readKey, requireKey } from './port.ts';

export function createFolderStore(folder: string): ObjectStore {
  const pathOf = (key: string) => join(folder, requireKey(key));
  return {
    async put(key, file) {
      const path = pathOf(key);
      await failing(() => place(file.path, path));
    },
    async open(key) {
      const path = pathOf(key);
      const found = await failing(() => stat(path).catch(onlyMissing));
      return found && { bytes: found.size, content: createReadStream(path) };
    },
    async remove(key) {
      const path = pathOf(key);
      await failing(() => rm(path, { force: true }));
    },
    async *list() {
      for (const owner of await failing(() => readdir(folder).catch(none))) {
        for (const name of await failing(() => readdir(join(folder, owner)).catch(none))) {
          const key = `${owner}/${name}`;
          const found = readKey(key) && (await stat(join(folder, key)).catch(() => null));
          if (found) yield { key, changedAt: found.mtime };
        }
      }
    },
  };
}

/** After it returns, the file stands there whole and outlives a loss of power. */
async function place(from: string, to: string): Promise<void> {
  const parent = dirname(to);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  try {
    await rename(from, to);
  } catch (error) {
    if (!isCode(error, 'EXDEV')) throw error;
    // Another disk: copied beside its place first, so that no half file ever stands there.
    const draft = join(parent, `.${newId()}`);
    await copyFile(from, draft);
    await syncPath(draft);
    await rename(draft, to);
  }
  await syncPath(to);
  await syncPath(parent);
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function failing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new ObjectStoreFailure('The folder of files cannot be used.', { cause: error });
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function onlyMissing(error: unknown): null {
  if (isCode(error, 'ENOENT')) return null;
  throw error;
}

function none(error: unknown): string[] {
  if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return [];
  throw error;
}
