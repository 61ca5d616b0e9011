/** A backup of the database: of the embedded one an archive, of a server's what pg_dump writes. */
import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../../kernel/config.ts';
import type { Database } from '../../kernel/db/database.ts';
import { runServerTool } from './server-tools.ts';
import { writeArchive } from './write-archive.ts';

/**
 * Secrets are not in it: keep ENCRYPTION_KEY, or the data folder's secrets file, apart.
 * @returns the file
 * @throws ConfigurationError when pg_dump is missing or fails
 */
export async function backUp(
  config: Config,
  database: Database,
  now: Date,
  wanted?: string,
): Promise<string> {
  const embedded = config.database.kind === 'pglite';
  const file = wanted ?? join(backupFolder(config), backupName(now, embedded ? 'tar.gz' : 'dump'));
  if (database.archive) await writeArchive(await database.archive(), file);
  else if (config.database.kind === 'postgres') await dumpServer(config.database.ownerUrl, file);
  return resolve(file);
}

export function backupFolder({ dataDirectory }: Pick<Config, 'dataDirectory'>): string {
  return join(dataDirectory, 'backups');
}

function backupName(now: Date, ending: string): string {
  return `partneros-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}.${ending}`;
}

/** As partneros_maint: forced row security raises for everybody else, the owner included. */
async function dumpServer(ownerUrl: string, file: string): Promise<void> {
  mkdirSync(dirname(resolve(file)), { recursive: true, mode: 0o700 });
  const draft = `${resolve(file)}.new`;
  try {
    await runServerTool('pg_dump', ownerUrl, [
      '--format=custom',
      '--role=partneros_maint',
      '--enable-row-security',
      `--file=${draft}`,
    ]);
    chmodSync(draft, 0o600);
    renameSync(draft, resolve(file));
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
