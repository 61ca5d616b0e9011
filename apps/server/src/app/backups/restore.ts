/**
 * Puts a backup in the place of the database, brings it up to date and into quarantine: whether the
 * original still runs somewhere, only its operator knows.
 */
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { type Config, ConfigurationError } from '../../kernel/config.ts';
import { keyCheckValue } from '../../kernel/crypto/secret-box.ts';
import { lockFolder } from '../../kernel/db/folder-lock.ts';
import { migrate, type OwnerConnection, prepareRoles } from '../../kernel/db/migrate.ts';
import { pgliteOwner, postgresOwner } from '../../kernel/db/open.ts';
import { runServerTool } from './server-tools.ts';

export interface RestoreWish {
  from: string;
  /** Also over a database that holds something; the embedded one is set aside, not deleted. */
  force: boolean;
}

const checks = z.array(z.object({ encryption_key_check: z.string() }));
const counts = z.tuple([z.object({ count: z.number() })]);

/**
 * @returns a sentence that says what was done
 * @throws ConfigurationError, and then the database is as it was
 */
export async function restore(
  config: Config,
  encryptionKeys: readonly string[],
  wish: RestoreWish,
): Promise<string> {
  if (!existsSync(wish.from)) {
    throw new ConfigurationError(`There is no backup at ${wish.from}.`);
  }
  const note =
    config.database.kind === 'pglite'
      ? await restoreEmbedded(config.database.folder, encryptionKeys, wish)
      : await restoreServer(config.database.ownerUrl, encryptionKeys, wish);
  return `Restored from ${wish.from}.${note} It is in quarantine: start PartnerOS to look at it, then run “cli instance adopt”.`;
}

async function restoreEmbedded(
  folder: string,
  encryptionKeys: readonly string[],
  { from, force }: RestoreWish,
): Promise<string> {
  const { restorePglite } = await import('../../kernel/db/pglite.ts');
  const unlock = lockFolder(folder);
  const draft = join(folder, 'pg.restoring');
  const place = join(folder, 'pg');
  try {
    if (existsSync(place) && !force) throw notEmpty();
    rmSync(draft, { recursive: true, force: true });
    const pglite = await restorePglite(draft, new Blob([readFileSync(from)])).catch(() => {
      throw new ConfigurationError(`${from} is no backup of the embedded database.`);
    });
    try {
      await settle(pgliteOwner(pglite), encryptionKeys);
    } finally {
      await pglite.close();
    }
    if (!existsSync(place)) {
      renameSync(draft, place);
      return '';
    }
    const aside = `${place}.before-${new Date().toISOString().replaceAll(/[-:.]/g, '')}`;
    renameSync(place, aside);
    renameSync(draft, place);
    return ` What was there before is in ${aside}; delete it when it is not needed.`;
  } finally {
    rmSync(draft, { recursive: true, force: true });
    unlock();
  }
}

async function restoreServer(
  ownerUrl: string,
  encryptionKeys: readonly string[],
  { from, force }: RestoreWish,
): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const owner = postgresOwner(client);
    const [{ count }] = counts.parse(
      await owner.run(
        `select count(*)::int as count from pg_class
          where relnamespace = to_regnamespace('public') and relkind in ('r', 'p')`,
      ),
    );
    if (count > 0 && !force) throw notEmpty();
    await prepareRoles(owner);
    await owner.run(setAside);
    try {
      await runServerTool('pg_restore', ownerUrl, [
        '--no-owner',
        '--exit-on-error',
        '--single-transaction',
        from,
      ]);
      // Restored by the owner, the functions that look across organizations are the owner's, whom
      // row security stops.
      await owner.run(giveFunctionsBack);
      await settle(owner, encryptionKeys);
    } catch (error) {
      await owner.run(putBack);
      throw error;
    }
    await owner.run(`drop schema if exists ${asideNames.join(', ')} cascade`);
    return '';
  } finally {
    await client.end();
  }
}

/** What was there stays until the backup stands in its place with keys that fit. */
const asideNames = ['public_before_restore', 'pgboss_before_restore'];

function renameSchemas(from: readonly string[], to: readonly string[]): string {
  return from
    .map(
      (name, index) =>
        `do $$ begin if to_regnamespace('${name}') is not null then
          alter schema ${name} rename to ${to[index]}; end if; end $$;`,
    )
    .join('\n');
}

const names = ['public', 'pgboss'];
const setAside = `begin;
  drop schema if exists ${asideNames.join(', ')} cascade;
  ${renameSchemas(names, asideNames)}
  create schema public;
  commit`;
const putBack = `begin;
  drop schema if exists ${names.join(', ')} cascade;
  ${renameSchemas(asideNames, names)}
  commit`;

const giveFunctionsBack = `do $$
  declare
    name text;
  begin
    for name in select p.oid::regprocedure::text from pg_proc p
      where p.prosecdef and p.pronamespace = 'public'::regnamespace
    loop
      execute format('alter function %s owner to partneros_maint', name);
    end loop;
  end
$$`;

/** Do the keys fit? Then up to date, and into quarantine. */
async function settle(owner: OwnerConnection, encryptionKeys: readonly string[]): Promise<void> {
  const stored = checks.parse(await owner.run('select encryption_key_check from instance'))[0];
  const known = encryptionKeys.map(keyCheckValue);
  if (stored && !known.includes(stored.encryption_key_check)) {
    throw new ConfigurationError(
      'ENCRYPTION_KEY is not the one of the backup: give the key that it was made with.',
    );
  }
  await migrate(owner);
  await owner.run('update instance set restored_at = now()');
}

function notEmpty(): ConfigurationError {
  return new ConfigurationError(
    'There is a database already. Give --force to put the backup in its place.',
  );
}
