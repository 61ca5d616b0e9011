import { testPassword } from './secrets.ts';

/** An HTTP client with a cookie jar of one cookie, as curl would be used. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; undefined when it is no JSON. Tests read it loosely and assert what they read. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read answers loosely
  body: any;
}

export interface Client {
  cookie: string | null;
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  get(path: string, options?: RequestOptions): Promise<Answer>;
  post(path: string, body?: unknown, options?: RequestOptions): Promise<Answer>;
  put(path: string, body: unknown, options?: RequestOptions): Promise<Answer>;
  patch(path: string, body: unknown, options?: RequestOptions): Promise<Answer>;
  delete(path: string, options?: RequestOptions): Promise<Answer>;
}

export interface RequestOptions {
  body?: unknown;
  /** Sent as it is, in place of `body`. */
  rawBody?: string;
  headers?: Record<string, string>;
  /** Of a stream: its first words, then the client goes away. */
  firstWords?: boolean;
  signal?: AbortSignal;
}

export function createClient(baseUrl: string, cookie: string | null = null): Client {
  const client: Client = {
    cookie,
    request: (method, path, options = {}) => send(client, baseUrl, method, path, options),
    get: (path, options) => client.request('GET', path, options),
    post: (path, body, options) => client.request('POST', path, { ...options, body }),
    put: (path, body, options) => client.request('PUT', path, { ...options, body }),
    patch: (path, body, options) => client.request('PATCH', path, { ...options, body }),
    delete: (path, options) => client.request('DELETE', path, options),
  };
  return client;
}

async function send(
  client: Client,
  baseUrl: string,
  method: string,
  path: string,
  options: RequestOptions,
): Promise<Answer> {
  const body =
    options.rawBody ?? (options.body === undefined ? null : JSON.stringify(options.body));
  const response = await fetch(new URL(path, baseUrl), {
    method,
    body,
    redirect: 'manual',
    signal: options.signal ?? null,
    headers: {
      ...(body !== null && { 'content-type': 'application/json' }),
      ...(client.cookie !== null && { cookie: client.cookie }),
      ...options.headers,
    },
  });
  const text = options.firstWords ? await firstWords(response) : await response.text();
  for (const value of response.headers.getSetCookie()) {
    const [pair = ''] = value.split(';');
    if (pair.startsWith('session_token=')) {
      client.cookie = pair === 'session_token=' ? null : pair;
    }
  }
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

async function firstWords(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
    return response.text();
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  // Chunks of a body are bytes.
  return new TextDecoder().decode(first?.value as Uint8Array | undefined);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Signs a person of the tests in, all of whom have the same password. */
export async function signInAs(url: string, email: string): Promise<Client> {
  const client = createClient(url);
  const answer = await client.post('/api/auth/sign-in/email', { email, password: testPassword });
  if (answer.status !== 200) throw new Error(`Sign-in failed: ${answer.text}`);
  return client;
}
