/**
 * Builds the web application when its sources changed, never otherwise: the hash of `apps/web` and
 * of the contract that it reads is kept beside the result.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const web = join(root, 'apps/web');
const vite = join(root, 'node_modules/vite/bin/vite.js');
const stamp = join(web, 'dist/.built-from');

/** @returns whether a build was needed */
export function buildWebWhenChanged(): boolean {
  const hash = hashOf([web, join(root, 'packages/contract/src')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  // A process of its own: the builder would leave the server some 400 MB larger.
  execFileSync(process.execPath, [vite, 'build', web, '--logLevel', 'warn'], { stdio: 'inherit' });
  writeFileSync(stamp, hash);
  return true;
}

function hashOf(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of folders.flatMap(filesOf).sort()) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (['dist', 'node_modules', 'e2e'].includes(entry.name)) return [];
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}
