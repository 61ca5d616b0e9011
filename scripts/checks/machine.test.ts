import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { provideMachine } from './machine.ts';
import { startPrivatePostgres } from './private-postgres.ts';

const never = new AbortController().signal;
const chromiumPath = process.env['CHROMIUM_PATH'];

afterEach(() => {
  if (chromiumPath === undefined) delete process.env['CHROMIUM_PATH'];
  else process.env['CHROMIUM_PATH'] = chromiumPath;
});

describe('provideMachine', () => {
  it('takes the Chromium that CHROMIUM_PATH names', async () => {
    process.env['CHROMIUM_PATH'] = process.execPath;
    const { chromium } = await provideMachine(false, never);
    expect(chromium).toEqual({ state: 'found', path: process.execPath });
  });

  it('says what to do where Chromium is missing, and installs nothing unasked', async () => {
    process.env['CHROMIUM_PATH'] = '/nowhere/chromium';
    const { chromium } = await provideMachine(false, never);
    expect(chromium).toEqual({
      state: 'missing',
      sentence: expect.stringMatching(/^Chromium is not on this machine: install it, .*--install/),
    });
  });
});

describe('startPrivatePostgres', async () => {
  const { postgres } = await provideMachine(false, never);

  it.skipIf(postgres.state !== 'found')('serves, then leaves nothing behind', async () => {
    if (postgres.state !== 'found') return;
    const server = await startPrivatePostgres(postgres.path);
    const client = new Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query<{ folder: string; fsync: string; super: string }>(
      `select current_setting('data_directory') as folder, current_setting('fsync') as fsync,
        current_setting('is_superuser') as super`,
    );
    await client.end();
    expect(rows).toEqual([{ folder: expect.any(String), fsync: 'off', super: 'on' }]);
    await server.stop();
    expect(existsSync(rows[0]?.folder ?? '/')).toBe(false);
  });

  it.skipIf(postgres.state !== 'found')('refuses a caller without the password', async () => {
    if (postgres.state !== 'found') return;
    const server = await startPrivatePostgres(postgres.path);
    try {
      const client = new Client({ connectionString: server.url.replace(/:[^:@]*@/, ':wrong@') });
      await expect(client.connect()).rejects.toThrow('password authentication failed');
    } finally {
      await server.stop();
    }
  });

  it('says what the programs printed when they do not start', async () => {
    await expect(startPrivatePostgres('/nowhere')).rejects.toThrow(/did not start: .*initdb/);
  });
});
