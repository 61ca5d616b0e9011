/**
 * The embedded database: PostgreSQL as WebAssembly in this process, one connection on one thread.
 * For trials and small teams on one machine.
 */
import { mkdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import {
  PGlite,
  type PGliteOptions,
  type Transaction as PgliteTransaction,
} from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { fromPglite, type Db as QueueDatabase } from 'pg-boss';
import {
  assertOutsideTransaction,
  type Database,
  insideTransaction,
  type Statement,
  type Transaction,
} from './database.ts';
import { DurableNodeFs } from './durable-file-system.ts';
import { organizationIds } from './organizations.ts';
import { systemScope } from './scope.ts';
import { identityScopeStatement, organizationScopeStatement } from './scope-statement.ts';

// V8's optimising compiler takes 600 MB and over a second for one of PostgreSQL's functions alone
// (found with --trace-wasm-compilation-times); the code of its first compiler is quick enough here.
for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag);

/** PGlite's own start parameters without `-F` (which turns fsync off), and a smaller cache. */
const startParameters = [
  '--single',
  '-O',
  '-j',
  ...[
    'search_path=public',
    'exit_on_error=false',
    'log_checkpoints=false',
    'max_worker_processes=0',
    'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0',
    'max_parallel_maintenance_workers=0',
    'io_method=sync',
    'fsync=on',
    'wal_sync_method=fsync',
    'shared_buffers=16MB',
    'lock_timeout=3s',
  ].flatMap((setting) => ['-c', setting]),
];

/** Opens (or makes) the database in a folder, as its superuser, for migrations. */
export async function startPglite(folder: string): Promise<PGlite> {
  mkdirSync(folder, { recursive: true });
  return PGlite.create({ fs: new DurableNodeFs(folder), startParams: startParameters });
}

/** Makes a database in an empty folder from an archive. @throws when it is no archive of one */
export async function restorePglite(folder: string, archive: Blob): Promise<PGlite> {
  mkdirSync(folder, { recursive: true });
  return PGlite.create({
    fs: new DurableNodeFs(folder),
    startParams: startParameters,
    loadDataDir: archive,
  });
}

/** Opens a database in memory, optionally from a dump of another: for tests. */
export async function startPgliteInMemory(template?: Blob): Promise<PGlite> {
  const options: PGliteOptions = { startParams: startParameters };
  if (template) options.loadDataDir = template;
  return PGlite.create(options);
}

/** The program's access to an already migrated PGlite: from here on in the program's role. */
export async function openPglite(pglite: PGlite): Promise<Database> {
  await pglite.exec('set role partneros_app');
  const jobs = fromPglite(pglite);

  async function transaction<Result>(
    scopeStatement: string,
    what: string,
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Result> {
    return insideTransaction(what, () =>
      pglite.transaction(async (inner) => {
        await inner.exec(scopeStatement);
        const result = await work(transactionOn(inner));
        // A failed statement that the work swallowed would turn COMMIT into a silent rollback; this throws.
        await inner.exec('select 1');
        return result;
      }),
    );
  }

  const database: Database = {
    kind: 'pglite',
    withOrganization: (scope, work) =>
      transaction(organizationScopeStatement(scope), 'withOrganization', (tx) =>
        work({ ...tx, scope }),
      ),
    withIdentity: (work) =>
      transaction(identityScopeStatement, 'withIdentity', (tx) => work({ ...tx, identity: true })),
    async withEveryOrganization(job, work) {
      for (const organizationId of await organizationIds(database)) {
        await database.withOrganization(systemScope(organizationId, job), work);
      }
    },
    async lookUp(statement) {
      assertOutsideTransaction('lookUp');
      return run(pglite, statement);
    },
    // Held apart from queries by the library, and read from files that hold every commit.
    archive: () => pglite.dumpDataDir('gzip'),
    jobs,
    // One process, one connection: nothing can be missed.
    listen: async (channel, hear) => {
      const stop = await pglite.listen(channel, hear);
      return () => stop();
    },
    close: () => pglite.close(),
  };
  return database;
}

function transactionOn(inner: PgliteTransaction): Transaction {
  return {
    // drizzle wants a whole PGlite but uses `query` alone, which a transaction has too.
    orm: drizzle({ client: inner as unknown as PGlite }),
    query: (statement) => run(inner, statement),
    jobs: jobAccess(inner),
  };
}

async function run(
  on: PGlite | PgliteTransaction,
  statement: Statement,
): Promise<Record<string, unknown>[]> {
  const result = await on.query<Record<string, unknown>>(statement.text, [...statement.values]);
  return result.rows;
}

function jobAccess(inner: PgliteTransaction): QueueDatabase {
  return {
    async executeSql(text, values) {
      if (values?.length) return inner.query<Record<string, unknown>>(text, [...values]);
      const results = await inner.exec(text);
      return { rows: results.flatMap((result) => result.rows) };
    },
  };
}
