/** Runs PostgreSQL's own programs against a server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../../kernel/config.ts';

/**
 * @param databaseUrl its password goes by a file, for others can see a program's arguments
 * @throws ConfigurationError when the program is missing or fails; its last line says why
 */
export async function runServerTool(
  tool: 'pg_dump' | 'pg_restore',
  databaseUrl: string,
  parameters: readonly string[],
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'partneros-'));
  try {
    const connection = withPasswordFile(databaseUrl, join(folder, 'password'));
    const child = spawn(tool, [...parameters, '--no-password', `--dbname=${connection}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let told = '';
    child.stderr.on('data', (chunk: Buffer) => (told = `${told}${chunk.toString()}`.slice(-4000)));
    const [code] = await once(child, 'close').catch(() => [missing]);
    if (code === missing) {
      throw new ConfigurationError(
        `${tool} is not on this machine: install PostgreSQL's client programs.`,
      );
    }
    if (code !== 0) throw new ConfigurationError(`${tool} failed. ${lastLine(told)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const missing = 'missing';

function withPasswordFile(databaseUrl: string, file: string): string {
  const url = new URL(databaseUrl);
  const password = decodeURIComponent(url.password).replaceAll(/[\\:]/g, '\\$&');
  writeFileSync(file, `*:*:*:*:${password}\n`, { mode: 0o600 });
  url.password = '';
  url.searchParams.set('passfile', file);
  return url.href;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
