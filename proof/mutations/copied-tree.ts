/** A copy of the tree to take guards out of; the installed packages are shared by links. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Mutation } from './mutation.ts';

const root = join(import.meta.dirname, '..', '..');
const copied = ['apps/server', 'packages', 'simulators', 'scripts', 'bench'];
const copiedFiles = ['package.json', 'vitest.config.ts', 'tsconfig.json', 'tsconfig.base.json'];
const leftOut = new Set(['node_modules', 'dist', 'data', 'coverage']);

export interface CopiedTree {
  folder: string;
  /** Takes the guard out while the work runs. @throws Error when its text does not stand there once */
  without<Result>(mutation: Mutation, work: () => Promise<Result>): Promise<Result>;
  remove(): void;
}

export function copyTree(): CopiedTree {
  const folder = mkdtempSync(join(tmpdir(), 'partneros-mutations-'));
  for (const part of copied) {
    cpSync(join(root, part), join(folder, part), {
      recursive: true,
      filter: (path) => !leftOut.has(basename(path)),
    });
  }
  for (const file of copiedFiles) cpSync(join(root, file), join(folder, file));
  linkPackages(folder);
  return {
    folder,
    async without(mutation, work) {
      const path = join(folder, mutation.file);
      const whole = readFileSync(path, 'utf8');
      writeFileSync(path, takeOut(whole, mutation));
      try {
        return await work();
      } finally {
        writeFileSync(path, whole);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** All packages by links to the installed ones, but our own to the copy. */
function linkPackages(folder: string): void {
  const installed = join(root, 'node_modules');
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@partneros'), { recursive: true });
  for (const name of readdirSync(installed)) {
    // The tools' own caches must not be shared between copies.
    if (name === '@partneros' || (name.startsWith('.') && name !== '.bin')) continue;
    symlinkSync(join(installed, name), join(modules, name));
  }
  symlinkSync(join(folder, 'packages/contract'), join(modules, '@partneros/contract'));
  symlinkSync(join(folder, 'apps/server'), join(modules, '@partneros/server'));
}

/** The file without its guard. */
export function takeOut(whole: string, { guard, file, text, instead }: Mutation): string {
  const times = whole.split(text).length - 1;
  if (times !== 1) {
    throw new Error(
      `The guard “${guard}” stands ${times} times in ${file}: mend proof/mutations/ to match it.`,
    );
  }
  return whole.replace(text, () => instead);
}
