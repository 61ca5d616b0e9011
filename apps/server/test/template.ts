/**
 * Before the first test file: one database, migrated and with the demo organization, from which each
 * test file gets its own copy in a fraction of the time (`vitest` global setup).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { seedDemo } from '../src/app/seed-demo.ts';
import { createAuditedDatabase } from '../src/features/audit/index.ts';
import { createIdentity } from '../src/features/identity/index.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { createSecretBox } from '../src/kernel/crypto/secret-box.ts';
import type { Database } from '../src/kernel/db/database.ts';
import { migrate } from '../src/kernel/db/migrate.ts';
import { migrateServer, pgliteOwner } from '../src/kernel/db/open.ts';
import { openPglite, startPgliteInMemory } from '../src/kernel/db/pglite.ts';
import { openPostgres } from '../src/kernel/db/postgres.ts';
import { createLogger } from '../src/kernel/logger.ts';
import { testPassword, testSecrets } from './secrets.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** PGlite: a dump's file; PostgreSQL: the URL of the template database. */
    template: string;
  }
}

const log = createLogger('silent');

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const serverUrl = process.env.TEST_DATABASE_URL;
  if (process.env.TEST_DATABASE === 'postgres' && serverUrl) return onPostgres(project, serverUrl);
  return onPglite(project);
}

async function onPglite(project: TestProject): Promise<() => Promise<void>> {
  const pglite = await startPgliteInMemory();
  await migrate(pgliteOwner(pglite));
  const database = await openPglite(pglite);
  await seed(database);
  const folder = mkdtempSync(join(tmpdir(), 'partneros-template-'));
  const file = join(folder, 'template.tar');
  const dump = await pglite.dumpDataDir('none');
  writeFileSync(file, Buffer.from(await dump.arrayBuffer()));
  await database.close();
  project.provide('template', file);
  return async () => rmSync(folder, { recursive: true, force: true });
}

async function onPostgres(project: TestProject, serverUrl: string): Promise<() => Promise<void>> {
  const name = `partneros_template_${process.pid}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await administer(serverUrl, `drop database if exists ${name}`, `create database ${name}`);
  await migrateServer(url.href);
  const database = openPostgres({
    url: url.href,
    setRole: true,
    poolSize: 2,
    statementTimeoutSeconds: 10,
    log,
  });
  await seed(database);
  await database.close();
  project.provide('template', url.href);
  return () => administer(serverUrl, `drop database if exists ${name}`);
}

async function seed(opened: Database): Promise<void> {
  const database = createAuditedDatabase(opened, createSecretBox(testSecrets.encryptionKeys));
  const identity = createIdentity({
    database,
    clock: systemClock,
    log,
    sessionSecrets: testSecrets.sessionSecrets,
    publicUrl: null,
  });
  await seedDemo(database, identity, testPassword);
}

/** Statements on the server's own database, one by one. */
export async function administer(serverUrl: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
