/**
 * An S3 of one bucket, in memory. Believes nothing: checks each signature (Signature Version 4) and
 * the hash of each body by itself, from the published description.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface S3Options {
  bucket?: string;
  region?: string;
  accessKeyId?: string;
  secretAccessKey?: string;
  /** Keys a listing gives at once. */
  pageSize?: number;
}

/** What happens to the next requests, one each: a status, or a connection that breaks. */
export type S3Fault = { status: number } | 'drop';

export interface S3Simulator {
  url: string;
  settings: Required<Omit<S3Options, 'pageSize'>>;
  objects: Map<string, { body: Buffer; changedAt: Date }>;
  faults: S3Fault[];
  /** Why requests were refused. */
  refusals: string[];
  close(): Promise<void>;
}

interface Arrived {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();
const allowedSkewMilliseconds = 15 * 60_000;

export async function startS3Simulator(options: S3Options = {}): Promise<S3Simulator> {
  const { pageSize = 1000, ...given } = options;
  const simulator: S3Simulator = {
    url: '',
    settings: {
      bucket: 'files',
      region: 'eu-test-1',
      accessKeyId: 'AKIDSIMULATOR',
      secretAccessKey: 'secret/of+the/simulator',
      ...given,
    },
    objects: new Map(),
    faults: [],
    refusals: [],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer((incoming, outgoing) => {
    serve(simulator, pageSize, incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  simulator.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return simulator;
}

async function serve(
  simulator: S3Simulator,
  pageSize: number,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  // no encoding is set, so that chunks are buffers
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = new URL(incoming.url ?? '/', 'http://simulator');
  const arrived: Arrived = {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
  const fault = simulator.faults.shift();
  if (fault === 'drop') return void incoming.socket.resetAndDestroy();
  if (fault) return refuse(outgoing, fault.status, 'SlowDown');
  const wrong = wrongWith(simulator, arrived);
  if (wrong !== null) {
    simulator.refusals.push(wrong);
    return refuse(outgoing, 403, 'SignatureDoesNotMatch');
  }
  answer(simulator, pageSize, arrived, outgoing);
}

function refuse(outgoing: ServerResponse, status: number, code: string): void {
  outgoing.writeHead(status, { 'content-type': 'application/xml' });
  outgoing.end(`<Error><Code>${code}</Code></Error>`);
}

interface Claim {
  key: string;
  day: string;
  region: string;
  /** Names of the signed headers, in order, with semicolons between. */
  signed: string;
  signature: string;
}

function claimOf({ headers }: Arrived): Claim | null {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  const [, key, day, region, signed, signature] = match ?? [];
  return key && day && region && signed && signature
    ? { key, day, region, signed, signature }
    : null;
}

/** What is wrong with the signature; null when it holds. */
function wrongWith({ settings }: S3Simulator, request: Arrived): string | null {
  const claim = claimOf(request);
  if (!claim) return 'no signature';
  if (claim.key !== settings.accessKeyId) return 'unknown key';
  if (claim.region !== settings.region) return 'another region';
  const names = claim.signed.split(';');
  const needed = ['host', 'x-amz-content-sha256', 'x-amz-date'];
  if (!needed.every((name) => names.includes(name))) return 'a header is not signed';
  if (!isNow(claim, request)) return 'the time is wrong';
  if (request.headers['x-amz-content-sha256'] !== sha256(request.body))
    return 'the body is another';
  const expected = signatureOf(settings, claim, request);
  return timingSafeEqual(expected, Buffer.from(claim.signature, 'hex'))
    ? null
    : 'the signature is wrong';
}

function isNow({ day }: Claim, { headers }: Arrived): boolean {
  const date = String(headers['x-amz-date']);
  const at = Date.parse(
    date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  return date.startsWith(day) && Math.abs(Date.now() - at) < allowedSkewMilliseconds;
}

function signatureOf(settings: S3Simulator['settings'], claim: Claim, request: Arrived): Buffer {
  const { day, signed } = claim;
  const headerOf = (name: string) => String(request.headers[name]);
  const canonical = [
    request.method,
    request.path,
    canonicalQuery(request.query),
    ...signed.split(';').map((name) => `${name}:${headerOf(name).trim()}`),
    '',
    signed,
    headerOf('x-amz-content-sha256'),
  ].join('\n');
  const scope = `${day}/${settings.region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', headerOf('x-amz-date'), scope, sha256(canonical)].join('\n');
  const signingKey = ['s3', 'aws4_request'].reduce(
    hmac,
    hmac(hmac(`AWS4${settings.secretAccessKey}`, day), settings.region),
  );
  return hmac(signingKey, toSign);
}

function canonicalQuery(query: URLSearchParams): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replaceAll(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return [...query]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

function answer(
  { objects, settings }: S3Simulator,
  pageSize: number,
  { method, path, query, body }: Arrived,
  outgoing: ServerResponse,
): void {
  const [, bucket, ...rest] = path.split('/');
  const key = rest.join('/');
  if (bucket !== settings.bucket) return refuse(outgoing, 404, 'NoSuchBucket');
  if (method === 'GET' && key === '') return list(objects, pageSize, query, outgoing);
  if (method === 'PUT') objects.set(key, { body, changedAt: new Date() });
  const found = objects.get(key);
  if (method === 'DELETE') {
    objects.delete(key);
    outgoing.writeHead(204).end();
  } else if (!found) refuse(outgoing, 404, 'NoSuchKey');
  else {
    const sent = method === 'GET' ? found.body : Buffer.alloc(0);
    outgoing.writeHead(200, { 'content-length': String(sent.length) }).end(sent);
  }
}

function list(
  objects: S3Simulator['objects'],
  pageSize: number,
  query: URLSearchParams,
  outgoing: ServerResponse,
): void {
  const after = Buffer.from(query.get('continuation-token') ?? '', 'base64').toString('utf8');
  const prefix = query.get('prefix') ?? '';
  const keys = [...objects.keys()].sort().filter((key) => key > after && key.startsWith(prefix));
  const page = keys.slice(0, pageSize);
  const more = keys.length > page.length;
  const next = Buffer.from(page.at(-1) ?? '').toString('base64');
  const contents = page.map(
    (key) =>
      `<Contents><Key>${key}</Key><LastModified>${objects.get(key)?.changedAt.toISOString() ?? ''}</LastModified></Contents>`,
  );
  outgoing.writeHead(200, { 'content-type': 'application/xml' });
  outgoing.end(
    `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${contents.join('')}${more ? `<NextContinuationToken>${next}</NextContinuationToken>` : ''}</ListBucketResult>`,
  );
}
