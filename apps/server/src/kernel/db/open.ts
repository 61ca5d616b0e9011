/** Opens the configured database, migrated and in the program's role. */
import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { z } from 'zod';
import { type Config, ConfigurationError } from '../config.ts';
import type { Logger } from '../logger.ts';
import type { Database } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate, missingMigrations, type OwnerConnection } from './migrate.ts';
import { openPostgres, rowsOf } from './postgres.ts';

const privileges = z.tuple([
  z.object({ superuser: z.boolean(), bypasses: z.boolean(), owns: z.boolean() }),
]);
const names = z.array(z.object({ name: z.string() }));

/**
 * @param config the program's configuration; PGlite's folder is locked for this process
 * @throws ConfigurationError when the folder is in use, the database is newer, or the role may too much
 */
export async function openDatabase(config: Config, log: Logger): Promise<Database> {
  const database =
    config.database.kind === 'pglite'
      ? await openEmbedded(config.database.folder)
      : await openServer(config.database, config.role, log);
  try {
    await refusePrivileges(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Migrates a PostgreSQL database as its owner. */
export async function migrateServer(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: 'partneros-migrate',
  });
  await client.connect();
  try {
    return await migrate(postgresOwner(client));
  } finally {
    await client.end();
  }
}

/** Names of migrations that the database still lacks. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const rows = await database.lookUp({
    name: 'applied-migrations',
    text: 'select name from schema_migrations',
    values: [],
  });
  return missingMigrations(names.parse(rows).map((row) => row.name));
}

export function pgliteOwner(pglite: PGlite): OwnerConnection {
  return {
    async run(text) {
      const results = await pglite.exec(text);
      return results.flatMap((result) => result.rows);
    },
  };
}

export function postgresOwner(client: pg.Client): OwnerConnection {
  return {
    run: async (text) => rowsOf(await client.query<Record<string, unknown>>(text)),
  };
}

async function openEmbedded(folder: string): Promise<Database> {
  // Imported when needed: a server on PostgreSQL never loads the embedded database.
  const { openPglite, startPglite } = await import('./pglite.ts');
  const unlock = lockFolder(folder);
  try {
    const pglite = await startPglite(`${folder}/pg`);
    await migrate(pgliteOwner(pglite));
    const database = await openPglite(pglite);
    const close = async () => {
      await database.close();
      unlock();
    };
    return { ...database, close };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openServer(
  settings: Extract<Config['database'], { kind: 'postgres' }>,
  role: Config['role'],
  log: Logger,
): Promise<Database> {
  await migrateServer(settings.ownerUrl);
  return openPostgres({
    url: settings.appUrl ?? settings.ownerUrl,
    setRole: settings.appUrl === null,
    poolSize: settings.poolSize,
    statementTimeoutSeconds: role === 'worker' ? 60 : 10,
    log,
  });
}

/** The program must not be able to pass row security: it refuses to serve as one who can. */
async function refusePrivileges(database: Database): Promise<void> {
  const rows = await database.lookUp({
    name: 'own-privileges',
    text: `select r.rolsuper as superuser, r.rolbypassrls as bypasses,
      exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p')) as owns
      from pg_roles r where r.rolname = current_user`,
    values: [],
  });
  const [own] = privileges.parse(rows);
  if (!own.superuser && !own.bypasses && !own.owns) return;
  throw new ConfigurationError(
    'The database login of DATABASE_APP_URL is a superuser, bypasses row security or owns tables: use one that only belongs to partneros_app.',
  );
}
