/** A database of one's own for a test file: a copy of the template, gone when the file is done. */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { inject } from 'vitest';
import type { Database } from '../src/kernel/db/database.ts';
import { openPglite, startPgliteInMemory } from '../src/kernel/db/pglite.ts';
import { openPostgres } from '../src/kernel/db/postgres.ts';
import { createLogger, type Logger } from '../src/kernel/logger.ts';
import { administer } from './template.ts';

export interface TestDatabase {
  database: Database;
  /** PostgreSQL: its URL as the owner, for further processes; null on the embedded one. */
  url: string | null;
  /** Statements as the owner, past row security: to look, or to bring about what no route can. */
  asOwner(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

export const onPostgres = process.env.TEST_DATABASE === 'postgres';

let made = 0;

export async function createTestDatabase(
  log: Logger = createLogger('silent'),
): Promise<TestDatabase> {
  return onPostgres ? createOnServer(log) : createEmbedded();
}

async function createEmbedded(): Promise<TestDatabase> {
  const template = new Blob([readFileSync(inject('template'))]);
  const pglite = await startPgliteInMemory(template);
  const database = await openPglite(pglite);
  return {
    database,
    url: null,
    async asOwner(text, values = []) {
      return pglite.transaction(async (tx) => {
        await tx.exec('set local role postgres');
        const result = await tx.query<Record<string, unknown>>(text, values);
        return result.rows;
      });
    },
    drop: async () => {
      if (!pglite.closed) await database.close();
    },
  };
}

async function createOnServer(log: Logger): Promise<TestDatabase> {
  const template = new URL(inject('template'));
  const serverUrl = process.env.TEST_DATABASE_URL ?? '';
  made += 1;
  const name = `partneros_test_${process.pid}_${made}_${Date.now()}`;
  await administer(serverUrl, `create database ${name} template ${template.pathname.slice(1)}`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  const database = openPostgres({
    url: url.href,
    setRole: true,
    poolSize: 8,
    statementTimeoutSeconds: 10,
    log,
  });
  const owner = new pg.Pool({ connectionString: url.href, max: 2 });
  // The forced drop below may catch a connection that is still saying good-bye.
  owner.on('error', () => undefined);
  owner.on('connect', (client) => client.on('error', () => undefined));
  return {
    database,
    url: url.href,
    async asOwner(text, values = []) {
      const result = await owner.query<Record<string, unknown>>(text, values);
      return result.rows;
    },
    async drop() {
      await database.close().catch(() => undefined);
      await owner.end();
      await administer(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}
