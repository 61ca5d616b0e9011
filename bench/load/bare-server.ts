/**
 * What the product's speed is held against: node:http and pg with nothing in between, doing the same
 * statements in the same wire manner. A process of its own. Environment: BARE_DATABASE_URL,
 * BARE_CONNECTION_ID. Prints `Bare server ready at <url>`.
 *
 * - `/status`: session look-up, BEGIN and scope in one message, the connection's row, COMMIT; the
 *   first and third as prepared statements. Answers the row as JSON.
 * - `/one-query`: the connection's row and nothing else.
 * - `/schema`: one indexed query for the schema's text, answered as it is stored.
 */
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import pg from 'pg';

const connectionId = process.env['BARE_CONNECTION_ID'] ?? '';
const connectionString = process.env['BARE_DATABASE_URL'] ?? '';
/** As many connections as the product has. */
const size = 10;
/** As the product: in the program's role, under row security. */
const pool = new pg.Pool({ connectionString, max: size, options: '-c role=partneros_app' });
/** As the owner, for single queries without a scope. */
const unscoped = new pg.Pool({ connectionString, max: size });

const statusColumns = `id, platform, status, environment, instance_url, account_id, account_name,
  connected_as, last_sync_at, last_error_at, last_error_message, api_used, api_limit, api_resets_at,
  object_count, total_fields, schema_expires_at, created_at`;
const sessionText = 'select * from find_session($1)';
const statusText = `select ${statusColumns} from connections where id = $1`;
const schemaText = `select body from object_schemas where connection_id = $1 and object_type = $2`;

async function status(cookie: string): Promise<string> {
  const value = decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1));
  const hash = createHash('sha256')
    .update(value.slice(0, value.lastIndexOf('.')))
    .digest('hex');
  const session = await pool.query<{ organization_id: string }>({
    name: 'session',
    text: sessionText,
    values: [hash],
  });
  const organizationId = session.rows[0]?.organization_id ?? '';
  const client = await pool.connect();
  try {
    await client.query(
      `begin; select set_config('app.organization_id', '${organizationId}', true)`,
    );
    const { rows } = await client.query<object>({
      name: 'status',
      text: statusText,
      values: [connectionId],
    });
    await client.query('commit');
    return JSON.stringify(rows[0]);
  } finally {
    client.release();
  }
}

async function oneQuery(): Promise<string> {
  const values = [connectionId];
  const { rows } = await unscoped.query<object>({ name: 'one', text: statusText, values });
  return JSON.stringify(rows[0]);
}

async function schema(): Promise<string> {
  const values = [connectionId, 'Account'];
  const { rows } = await unscoped.query<{ body: string }>({
    name: 'schema',
    text: schemaText,
    values,
  });
  return `${rows[0]?.body ?? ''}}`;
}

const routes: Record<string, (cookie: string) => Promise<string>> = {
  '/status': status,
  '/one-query': oneQuery,
  '/schema': schema,
};

function answer(response: ServerResponse, code: number, body: string): void {
  response.writeHead(code, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

const server = createServer((request, response) => {
  const route = routes[request.url ?? ''];
  if (!route) return answer(response, 404, '{}');
  route(request.headers.cookie ?? '').then(
    (body) => answer(response, 200, body),
    () => answer(response, 500, '{}'),
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  process.stdout.write(`Bare server ready at http://127.0.0.1:${port}\n`);
});
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  void Promise.all([pool.end(), unscoped.end()]);
});
