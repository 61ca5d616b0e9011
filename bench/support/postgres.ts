/**
 * A PostgreSQL database for one bench: on the server of TEST_DATABASE_URL, else on a private cluster
 * from the machine's programs, without durability, as the tests have it.
 */
import pg from 'pg';
import { provideMachine } from '../../scripts/checks/machine.ts';
import { startPrivatePostgres } from '../../scripts/checks/private-postgres.ts';
import { BenchSkipped } from './report.ts';

/** Runs the work on a fresh database, which is gone afterwards. */
export async function withPostgres<Result>(
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined) return withDatabase(given, work);
  const { postgres } = await provideMachine(false, new AbortController().signal);
  if (postgres.state !== 'found') {
    throw new BenchSkipped(postgres.state === 'missing' ? postgres.sentence : postgres.output);
  }
  const server = await startPrivatePostgres(postgres.path);
  try {
    return await withDatabase(server.url, work);
  } finally {
    await server.stop();
  }
}

async function withDatabase<Result>(
  serverUrl: string,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const name = `partneros_bench_${process.pid}_${Date.now()}`;
  await administer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  try {
    return await work(url.href);
  } finally {
    await administer(serverUrl, `drop database if exists ${name} with (force)`);
  }
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** `PostgreSQL 15.7`, of the server behind the URL. */
export async function serverVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return `PostgreSQL ${rows[0]?.server_version.split(' ')[0] ?? ''}`;
  } finally {
    await client.end();
  }
}
