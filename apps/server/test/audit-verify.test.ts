/** `cli audit verify`: every organization’s log, told in a sentence and an exit code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../src/app/commands.ts';
import { onPostgres } from './database.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { addOrganization } from './organizations.ts';
import { environmentOf } from './server-process.ts';

let t: TestApp;
let organizationId: string;
beforeAll(async () => {
  t = await startTestApp();
  organizationId = (await addOrganization(t)).id;
});
afterAll(() => t.close());

const program = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

/** As a command of its own on a server; on the embedded database the running server does it. */
async function verify(): Promise<{ code: number | null; told: string }> {
  if (!onPostgres) {
    return runCommand(t.app, { name: 'audit verify' }).then(
      (told) => ({ code: 0, told }),
      (error: unknown) => ({ code: 1, told: error instanceof Error ? error.message : '' }),
    );
  }
  const child = spawn(process.execPath, [program, 'audit', 'verify'], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...environmentOf(t.db.url, t.crms) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (told += chunk.toString('utf8')));
  }
  await once(child, 'close');
  return { code: child.exitCode, told: told.trim() };
}

describe('cli audit verify', () => {
  it('says how many lines of how many organizations stand as they were written', async () => {
    const { code, told } = await verify();
    expect(told).toMatch(/^\d+ audit lines of 2 organizations are as they were written\.$/);
    expect(code).toBe(0);
  });

  it('names the organization and the line, and ends with 1, where one does not', async () => {
    const edit = `update audit_log set action = 'x' where organization_id = $1 and seq = 2`;
    await t.db.asOwner(edit, [organizationId]);
    const { code, told } = await verify();
    expect(told).toBe(`${organizationId}: the chain breaks at line 2.`);
    expect(code).toBe(1);
  });
});
