/** What tests of connections look at and bring about beside the API: rows, secrets, strangers. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSecretBox } from '../src/kernel/crypto/secret-box.ts';
import type { Answer, Client } from './client.ts';
import type { TestDatabase } from './database.ts';
import type { TestApp } from './harness.ts';
import { addOrganization } from './organizations.ts';
import { testSecrets } from './secrets.ts';

export type Row = Record<string, unknown>;

/** The connection as it is stored; a test reads the columns that it is about. */
export async function connectionRow(db: TestDatabase, connectionId: string): Promise<Row> {
  const [row] = await db.asOwner('select * from connections where id = $1', [connectionId]);
  if (!row) throw new Error(`No connection ${connectionId}.`);
  return row;
}

type SecretColumn = 'access_token_sealed' | 'refresh_token_sealed' | 'client_secret_sealed';

/** A stored secret of a connection in the clear, opened with the tests' key. */
export async function openSecret(
  db: TestDatabase,
  connectionId: string,
  column: SecretColumn,
): Promise<string | null> {
  const row = await connectionRow(db, connectionId);
  const sealed = row[column];
  if (typeof sealed !== 'string') return null;
  const place = {
    table: 'connections',
    column,
    organizationId: String(row['organization_id']),
    rowId: connectionId,
  };
  return createSecretBox(testSecrets.encryptionKeys).open(place, sealed);
}

/** Sets columns of a connection past the API, such as moments that a test cannot wait for. */
export async function setConnection(
  db: TestDatabase,
  connectionId: string,
  assignments: string,
): Promise<void> {
  await db.asOwner(`update connections set ${assignments} where id = $1`, [connectionId]);
}

/** As if a minute and a half had passed since the last refresh of the connection's tokens. */
export function ageTokenRefresh(db: TestDatabase, connectionId: string): Promise<void> {
  return setConnection(
    db,
    connectionId,
    `refresh_sent_at = refresh_sent_at - interval '90 seconds',
     refresh_lease_until = refresh_lease_until - interval '90 seconds'`,
  );
}

export interface AuditEntry {
  action: string;
  outcome: string;
  actor: { kind: string; name: string };
  target: { type: string; id: string } | null;
  details: Record<string, unknown>;
  requestId: string | null;
}

/** Lines of the audit log about one connection, oldest first. */
export async function auditOf(owner: Client, connectionId: string): Promise<AuditEntry[]> {
  const answer = await owner.get('/api/audit-log?limit=200');
  const entries: AuditEntry[] = answer.body.entries;
  return entries.filter(({ target }) => target?.id === connectionId).reverse();
}

/** The owner of another organization on the same installation, signed in. */
export async function signInElsewhere(t: TestApp): Promise<Client> {
  const { signIn } = await addOrganization(t);
  return signIn();
}

/** A server that must never hear from the program. */
export interface Stranger {
  url: string;
  heard: { url: string; headers: IncomingHttpHeaders; body: string }[];
  close(): void;
}

export async function startStranger(): Promise<Stranger> {
  const heard: Stranger['heard'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      heard.push({ url: request.url ?? '', headers: request.headers, body });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A TCP server that listens has an address object, never a path or null.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Waits until something holds. @throws Error after the given time */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  milliseconds = 30_000,
): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`In vain waited until ${what}.`);
    await sleep(20);
  }
}

/** The same request so many times at once. */
export function together(count: number, request: () => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: count }, request));
}

/** Puts a secret into a connection's column as the program would seal it. */
export async function sealSecret(
  db: TestDatabase,
  connectionId: string,
  column: SecretColumn,
  plain: string,
): Promise<void> {
  const row = await connectionRow(db, connectionId);
  const organizationId = String(row['organization_id']);
  const place = { table: 'connections', column, organizationId, rowId: connectionId };
  const sealed = createSecretBox(testSecrets.encryptionKeys).seal(place, plain);
  await db.asOwner(`update connections set ${column} = $2 where id = $1`, [connectionId, sealed]);
}
