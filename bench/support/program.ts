/** The real program, started as `npm start` starts it, on a data folder and ports of its own. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { giveConsent } from '../../simulators/index.ts';
import { type Child, type Command, startChild } from './child.ts';

export interface Program extends Child {
  url: string;
  /** Signs the owner of the demo organization in. */
  signIn(): Promise<ApiClient>;
}

export interface ApiClient {
  /** The cookie pair to send. */
  cookie: string;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
}

export interface Answer {
  text: string;
  headers: Headers;
}

const root = new URL('../../', import.meta.url);
const password = 'a password for measuring';

/**
 * @param folder the data folder
 * @param databaseUrl PostgreSQL as the owner; null for the embedded database
 */
export async function startProgram(
  folder: string,
  databaseUrl: string | null,
  environment: Record<string, string> = {},
  command: Command = startArguments(),
): Promise<Program> {
  const port = await freePorts();
  const child = await startChild(command, 'PartnerOS ready at', {
    DATA_DIR: folder,
    PORT: String(port),
    DEMO: '1',
    DEMO_PASSWORD: password,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_SCALE: '100000',
    ENCRYPTION_KEY: Buffer.alloc(32, 3).toString('base64'),
    SESSION_SECRET: 'a session secret for measuring that is long enough',
    ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
    ...environment,
  });
  const url = child.told;
  return { ...child, url, signIn: () => signIn(url) };
}

/** `npm start` itself, whose own time comes on top. */
export const npmStart: Command = { program: 'npm', parameters: ['start', '--silent'] };

/** What stands behind `node` in the package's start script, so that both start alike. */
function startArguments(): string[] {
  const text = readFileSync(new URL('package.json', root), 'utf8');
  const command = /"start": "node ([^"]+)"/.exec(text)?.[1];
  if (command === undefined) throw new Error('package.json has no start script of the known form.');
  return command.split(' ');
}

/** A free port whose successor, for the demo CRMs, is free as well. */
async function freePorts(): Promise<number> {
  for (;;) {
    const first = await listenOn(0);
    const second = await listenOn(first.port + 1);
    await first.close();
    await second.close();
    if (first.port > 0 && second.port > 0) return first.port;
  }
}

/** Takes a port, any for 0; `port` is 0 when it is taken already. */
async function listenOn(port: number): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<number>();
  server.once('error', () => resolve(0));
  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    resolve(typeof address === 'object' && address ? address.port : 0);
  });
  const taken = await promise;
  const closed = () => new Promise<void>((done) => server.close(() => done()));
  return { port: taken, close: taken === 0 ? async () => undefined : closed };
}

async function signIn(url: string): Promise<ApiClient> {
  const response = await fetch(new URL('/api/auth/sign-in/email', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'owner@demo.example', password }),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (!response.ok || cookie === undefined) {
    throw new Error(`Sign-in failed: ${await response.text()}`);
  }
  const send = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      body: body === undefined ? null : JSON.stringify(body),
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
    });
    const text = await answer.text();
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return { text, headers: answer.headers };
  };
  return {
    cookie,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
  };
}

/** Connects an account of a CRM as a person does. @returns the connection's id */
export async function connectCrm(
  api: ApiClient,
  platform: 'salesforce' | 'hubspot',
  account: string,
  wish: Record<string, unknown> = { environment: 'demo' },
): Promise<string> {
  const { text } = await api.post(`/api/integrations/${platform}/authorize`, wish);
  const { url } = JSON.parse(text) as { url: string }; // our own answer, checked by its own tests
  const back = new URL(await giveConsent(url, { account }));
  const { headers } = await api.get(`${back.pathname}${back.search}`);
  const landed = new URL(headers.get('location') ?? '', back);
  const id = landed.searchParams.get('connection');
  if (id === null) throw new Error(`Connecting ended with ${landed.search}.`);
  return id;
}
