/**
 * Brings a database to the newest schema: roles, numbered SQL files in order, the queue's schema.
 *
 * Runs as the owner, forward only, each file in a transaction of its own, under an advisory lock
 * (several processes may start at once). A file that was applied and then changed stops the start.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getConstructionPlans, getMigrationPlans } from 'pg-boss';
import { z } from 'zod';
import { ConfigurationError } from '../config.ts';
import { sha256 } from '../crypto/tokens.ts';

/** An owner's connection, reduced to what migrations need; several statements per text allowed. */
export interface OwnerConnection {
  run(text: string): Promise<Record<string, unknown>[]>;
}

export interface Migration {
  name: string;
  text: string;
  checksum: string;
}

const folder = fileURLToPath(new URL('../../../migrations', import.meta.url));
const applied = z.array(z.object({ name: z.string(), checksum: z.string() }));
const queueVersion = z.array(z.object({ version: z.number() }));

/** The migrations of this program, in the order of their numbers. */
export function readMigrations(): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return { name, text, checksum: sha256(text) };
    });
}

/**
 * Applies what is missing.
 * @returns the names of the files applied now
 * @throws ConfigurationError when an applied file was changed or is unknown to this program
 */
export async function migrate(
  owner: OwnerConnection,
  migrations: Migration[] = readMigrations(),
): Promise<string[]> {
  await owner.run(`select pg_advisory_lock(hashtext('partneros migrations'))`);
  try {
    await prepareRoles(owner);
    await owner.run(ledger);
    const pending = await pendingOf(owner, migrations);
    for (const migration of pending) await applyOne(owner, migration);
    await migrateQueue(owner);
    return pending.map((migration) => migration.name);
  } finally {
    await owner.run(`select pg_advisory_unlock(hashtext('partneros migrations'))`);
  }
}

/** The program's roles, made once per cluster. */
export async function prepareRoles(owner: OwnerConnection): Promise<void> {
  await owner.run(readFileSync(join(folder, 'roles.sql'), 'utf8'));
}

/** True when nothing is left to apply, for `/readyz` and roles that do not migrate. */
export function missingMigrations(names: readonly string[]): string[] {
  const known = new Set(names);
  return readMigrations()
    .map((migration) => migration.name)
    .filter((name) => !known.has(name));
}

const ledger = `
  create table if not exists schema_migrations (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`;

async function pendingOf(owner: OwnerConnection, migrations: Migration[]): Promise<Migration[]> {
  const rows = applied.parse(await owner.run('select name, checksum from schema_migrations'));
  const checksums = new Map(rows.map((row) => [row.name, row.checksum]));
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = rows.find((row) => !known.has(row.name));
  if (unknown) {
    throw new ConfigurationError(
      `The database has migration ${unknown.name}, which this program does not know: it was migrated by a newer version.`,
    );
  }
  const changed = migrations.find(({ name, checksum }) => {
    const before = checksums.get(name);
    return before !== undefined && before !== checksum;
  });
  if (changed) {
    throw new ConfigurationError(`Migration ${changed.name} was changed after it was applied.`);
  }
  return migrations.filter(({ name }) => !checksums.has(name));
}

async function applyOne(owner: OwnerConnection, migration: Migration): Promise<void> {
  try {
    await owner.run(
      `begin;\n${migration.text}\n;insert into schema_migrations (name, checksum) values ('${migration.name}', '${migration.checksum}');\ncommit`,
    );
  } catch (error) {
    await owner.run('rollback');
    throw error;
  }
}

/** pg-boss keeps its own schema and version; we run its plans as the owner and grant the rest. */
async function migrateQueue(owner: OwnerConnection): Promise<void> {
  const exists = await owner.run(
    `select 1 as found where to_regclass('pgboss.version') is not null`,
  );
  if (exists.length === 0) await owner.run(getConstructionPlans('pgboss'));
  else await upgradeQueue(owner);
  await owner.run(queueGrants);
}

async function upgradeQueue(owner: OwnerConnection): Promise<void> {
  const [row] = queueVersion.parse(await owner.run('select version from pgboss.version'));
  if (!row) return;
  try {
    const plan = getMigrationPlans('pgboss', row.version);
    if (plan.trim() !== '') await owner.run(plan);
  } catch (error) {
    // pg-boss throws for “nothing to migrate from here”: its version is the newest already.
    if (!(error instanceof Error && /version .* not found/i.test(error.message))) throw error;
  }
}

const queueGrants = `
  grant usage on schema pgboss to partneros_app, partneros_maint;
  grant select, insert, update, delete on all tables in schema pgboss to partneros_app, partneros_maint;
  grant usage on all sequences in schema pgboss to partneros_app, partneros_maint;
  grant execute on all functions in schema pgboss to partneros_app`;
