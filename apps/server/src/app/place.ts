/**
 * Where this installation stands, as one text that a copy does not share.
 *
 * Embedded: the real path of the data folder and a random mark in it: a copied folder has the mark
 * but another path, a database put into another folder has the path but another mark. On a server:
 * the cluster's identifier and the database's number in it: a restored dump has others, a fail-over
 * to a physical replica the same. Folders do not count there, each machine has its own.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../kernel/config.ts';
import type { Database } from '../kernel/db/database.ts';

const numbers = z.tuple([z.object({ number: z.string() })]);

export async function findPlace(config: Config, database: Database): Promise<string> {
  if (config.database.kind === 'pglite') return placeOfFolder(config.dataDirectory);
  return `database ${await clusterOf(database)} ${await databaseNumber(database)}`;
}

function placeOfFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return `folder ${readOrMakeMark(folder)} ${realpathSync(folder)}`;
}

function readOrMakeMark(folder: string): string {
  const file = join(folder, 'installation');
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomUUID()}\n`, { mode: 0o600 });
  try {
    // A hard link is never made over an existing file: the first mark stays.
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}

/** Some providers keep the identifier from their customers; then the database's number must do. */
async function clusterOf(database: Database): Promise<string> {
  const rows = await database
    .lookUp({
      name: 'cluster-identifier',
      text: 'select system_identifier::text as number from pg_control_system()',
      values: [],
    })
    .catch(() => [{ number: 'unknown' }]);
  return numbers.parse(rows)[0].number;
}

async function databaseNumber(database: Database): Promise<string> {
  const rows = await database.lookUp({
    name: 'database-number',
    text: 'select oid::text as number from pg_database where datname = current_database()',
    values: [],
  });
  return numbers.parse(rows)[0].number;
}
