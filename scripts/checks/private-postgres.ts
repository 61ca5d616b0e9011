/** A PostgreSQL cluster of the tests' own: made for one run, gone after it. */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';

export interface PrivatePostgres {
  /** Address of its superuser, password included. */
  url: string;
  /** Ends the server and removes its files. */
  stop: () => Promise<void>;
}

const startMilliseconds = 30_000;

/**
 * Makes the cluster, serves until standard input closes, then removes everything. Standard input
 * closes when this process asks for it and also when this process dies, however it dies.
 * Arguments: folder of the programs, folder of the cluster, port.
 *
 * Durability is off: the cluster does not outlive the tests.
 */
const keeper = `
set -eu
trap 'rm -rf "$2"' EXIT
"$1/initdb" --pgdata="$2/data" --username=postgres --pwfile="$2/password" --auth=scram-sha-256 \\
  --encoding=UTF8 --locale=C --no-sync >/dev/null
"$1/postgres" -D "$2/data" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \\
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 \\
  -c shared_buffers=128MB -c max_wal_size=2GB -c log_min_messages=fatal &
read -r _ || true
kill -INT $!
wait $! || true
`;

interface Owner {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root; then the cluster belongs to the user that Debian made for it. */
function findOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const ask = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: ask('-u'), gid: ask('-g') };
    } catch {
      // No such user: try the next.
    }
  }
  return undefined;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object' && address !== null) resolve(address.port);
    server.close();
  });
  return promise;
}

/** True when a PostgreSQL server lets the address in. */
export async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function makeFolder(password: string, owner: Owner | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), 'partneros-postgres-'));
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  chmodSync(passwordFile, 0o600);
  if (owner !== undefined) {
    for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid);
  }
  return folder;
}

/**
 * Starts a cluster from the programs in `binaries` on a free port of the loopback address, behind a
 * random password.
 *
 * @throws when it does not answer within half a minute, with what it printed
 */
export async function startPrivatePostgres(binaries: string): Promise<PrivatePostgres> {
  const password = randomBytes(18).toString('base64url');
  const owner = findOwner();
  const folder = makeFolder(password, owner);
  const port = await findFreePort();
  const child = spawn('sh', ['-c', keeper, 'keeper', binaries, folder, String(port)], {
    ...owner,
    cwd: folder,
    detached: true,
    env: { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const deadline = Date.now() + startMilliseconds;
  while (child.exitCode === null && Date.now() < deadline) {
    if (await answers(url)) return { url, stop };
    await wait(100);
  }
  await stop();
  throw new Error(`PostgreSQL did not start: ${printed}`);
}
