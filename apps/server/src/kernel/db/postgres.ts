/** The database on a PostgreSQL server: a pool of connections in the program's role. */
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Db as QueueDatabase } from 'pg-boss';
import type { Logger } from '../logger.ts';
import { describeError } from '../logger.ts';
import {
  assertOutsideTransaction,
  type Database,
  insideTransaction,
  type Statement,
  type Transaction,
} from './database.ts';
import { listenOn } from './listen.ts';
import { organizationIds } from './organizations.ts';
import { type OrganizationScope, systemScope } from './scope.ts';
import { identityScopeStatement, organizationScopeStatement } from './scope-statement.ts';

export interface PostgresOptions {
  url: string;
  /** Whether the login is not the program's role itself, so that each connection must take it on. */
  setRole: boolean;
  poolSize: number;
  /** Seconds after which the server ends a statement: 10 for the web, 60 for jobs (spec 09). */
  statementTimeoutSeconds: number;
  log: Logger;
}

export function openPostgres(options: PostgresOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    options: sessionOptions(options),
    application_name: 'partneros',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // The pool hears of idle connections alone: one that breaks while it is lent out, between two
  // statements, would else end the process. Whoever holds it learns by its next statement.
  const lost = (error: Error) => options.log.warn('Database connection lost', describeError(error));
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', lost));
  const parts = new WeakMap<pg.PoolClient, Transaction>();

  async function transaction<Result>(
    scopeStatement: string,
    what: string,
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Result> {
    return insideTransaction(what, async () => {
      const client = await pool.connect();
      const tx = parts.get(client) ?? transactionOn(client);
      parts.set(client, tx);
      return runOn(client, scopeStatement, () => work(tx));
    });
  }

  const database: Database = {
    kind: 'postgres',
    withOrganization: (scope: OrganizationScope, work) =>
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
      return run(pool, statement);
    },
    archive: null,
    jobs: jobAccess(pool),
    listen: (channel, hear, lost) => listenOn(options, { channel, hear, lost }),
    close: () => pool.end(),
  };
  return database;
}

/** BEGIN and scope in one message, the work, COMMIT; a connection in doubt is not used again. */
async function runOn<Result>(
  client: pg.PoolClient,
  scopeStatement: string,
  work: () => Promise<Result>,
): Promise<Result> {
  let broken = true;
  try {
    await client.query(`begin; ${scopeStatement}`);
    const result = await work();
    const { command } = await client.query('commit');
    broken = false;
    // A failed statement that the work swallowed turns COMMIT into a rollback without an error.
    if (command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back.');
    return result;
  } catch (error) {
    broken = await client.query('rollback').then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.release(broken);
  }
}

function transactionOn(client: pg.PoolClient): Transaction {
  return {
    orm: drizzle({ client }),
    query: (statement) => run(client, statement),
    jobs: jobAccess(client),
  };
}

async function run(
  on: pg.Pool | pg.PoolClient,
  statement: Statement,
): Promise<Record<string, unknown>[]> {
  const result = await on.query<Record<string, unknown>>({
    name: statement.name,
    text: statement.text,
    values: [...statement.values],
  });
  return result.rows;
}

function jobAccess(on: pg.Pool | pg.PoolClient): QueueDatabase {
  return {
    async executeSql(text, values) {
      const answer = values?.length
        ? on.query<Record<string, unknown>>(text, values)
        : on.query<Record<string, unknown>>(text);
      return { rows: rowsOf(await answer) };
    },
  };
}

function sessionOptions(options: PostgresOptions): string {
  const settings = [
    ...(options.setRole ? ['role=partneros_app'] : []),
    `statement_timeout=${options.statementTimeoutSeconds}s`,
    'lock_timeout=3s',
    'idle_in_transaction_session_timeout=15s',
  ];
  return settings.map((setting) => `-c ${setting}`).join(' ');
}

/** All rows of a text that may hold several statements; pg then answers with a list. */
export function rowsOf(
  answer: pg.QueryResult<Record<string, unknown>> | pg.QueryResult<Record<string, unknown>>[],
): Record<string, unknown>[] {
  return [answer].flat().flatMap(({ rows }) => rows);
}
