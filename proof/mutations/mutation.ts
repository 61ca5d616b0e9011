import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One guard to take out. */
export interface Mutation {
  /** The guard, in words. */
  guard: string;
  /** The file that holds it, from the root. */
  file: string;
  /** Exactly as it stands there, once; the suite fails loudly when it is gone. */
  text: string;
  /** What stands there instead. */
  instead: string;
  /** The test files that must notice, from the root; the route matrix when left out. */
  noticedBy?: readonly string[];
}

const migrations = 'apps/server/migrations';

/** The newest migration that holds the text: what a function looks like now. */
export function newestMigrationWith(text: string): string {
  const folder = join(import.meta.dirname, '..', '..', migrations);
  const name = readdirSync(folder)
    .filter((file) => /^\d{4}-.*\.sql$/.test(file))
    .toSorted()
    .findLast((file) => readFileSync(join(folder, file), 'utf8').includes(text));
  if (name === undefined) throw new Error(`No migration holds “${text}”.`);
  return `${migrations}/${name}`;
}
