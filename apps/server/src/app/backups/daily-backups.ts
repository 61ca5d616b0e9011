/** The embedded database is backed up once a day while the program runs; the newest seven stay. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import type { Config } from '../../kernel/config.ts';
import type { Database } from '../../kernel/db/database.ts';
import { describeError, type Logger } from '../../kernel/logger.ts';
import { backUp, backupFolder } from './back-up.ts';

export interface BackupParts {
  config: Config;
  database: Database;
  clock: Clock;
  log: Logger;
}

const kept = 7;
const dayMilliseconds = 86_400_000;
const lookEveryMilliseconds = 3_600_000;

/**
 * Looks every hour, for a program that runs in office hours alone would never meet a fixed time.
 * @returns how to stop; waits for a backup under way
 */
export function startDailyBackups(parts: BackupParts): () => Promise<void> {
  let underWay = Promise.resolve();
  const look = () => {
    underWay = underWay
      .then(() => backUpWhenDue(parts))
      .catch((error: unknown) => parts.log.error('Backup failed', describeError(error)));
  };
  const timer = setInterval(look, lookEveryMilliseconds);
  timer.unref();
  return () => {
    clearInterval(timer);
    return underWay;
  };
}

/** Backs up unless the newest backup is younger than a day; removes those beyond the newest seven. */
export async function backUpWhenDue(parts: BackupParts): Promise<void> {
  const { config, clock, log } = parts;
  const now = clock.now();
  const newest = listBackups(config)[0];
  if (newest && now.getTime() - newest.writtenAt < dayMilliseconds) return;
  await backUp(config, parts.database, now);
  for (const old of listBackups(config).slice(kept)) rmSync(old.file);
  log.info('Backup written', { count: Math.min(kept, listBackups(config).length) });
}

/** Newest first, by the time in the name: a copied file's own time says when it was copied. */
function listBackups(config: Config): { file: string; writtenAt: number }[] {
  const folder = backupFolder(config);
  return namesIn(folder)
    .flatMap((name) => {
      const parts = /^partneros-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.tar\.gz$/.exec(name);
      if (!parts || !statSync(join(folder, name)).isFile()) return [];
      const [, year, month, day, hour, minute, second] = parts;
      const writtenAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      return [{ file: join(folder, name), writtenAt }];
    })
    .sort((one, other) => other.writtenAt - one.writtenAt);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // None has been written yet.
    return [];
  }
}
