/**
 * Requests made to cost more than they seem: what they add to the program's memory, and what they do
 * to everybody else's answers. On PostgreSQL; senders, program, database and the other users' load
 * share the machine. Bombs come at the pace that one user's limits allow, slow bodies stand all along.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32, gzipSync } from 'node:zlib';
import { type LoadResult, runLoad } from './load/load.ts';
import { serverVersion, withPostgres } from './support/postgres.ts';
import { memoryOf } from './support/process-figures.ts';
import { type Program, startProgram } from './support/program.ts';
import { atMost, type Bench, format, median, type Report } from './support/report.ts';

interface Bomb {
  title: string;
  path: string;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
  /** What must come back: nothing here is a 5xx. */
  status: number;
}

interface Figures {
  bomb: string;
  sent: number;
  load: LoadResult;
  memory: number;
}

const mebibyte = 2 ** 20;
const seconds = 5;
/** 120 writes a minute; uploads may come at a sixth of it. */
const pauseMilliseconds = 500;
const slowSenders = 50;
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'multipart/form-data; boundary=b' };

export const bombsBench: Bench = {
  name: 'bombs',
  run: () =>
    withPostgres(async (url) => {
      const folder = mkdtempSync(join(tmpdir(), 'partneros-bombs-'));
      const program = await startProgram(folder, url);
      try {
        return [await measure(program, await serverVersion(url))];
      } finally {
        await program.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    }),
};

async function measure(program: Program, database: string): Promise<Report> {
  const { cookie } = await program.signIn();
  const load = () =>
    runLoad({ url: `${program.url}/api/auth/session`, cookie, concurrency: 2, seconds });
  await load();
  const calm: LoadResult[] = [];
  const resting = memoryOf(program.pid).now;
  const rows: Figures[] = [];
  for (const bomb of bombs()) {
    calm.push(await load());
    const going = new AbortController();
    const sending = sendAll(program.url, cookie, bomb, going.signal);
    const result = await load();
    going.abort();
    const memory = memoryOf(program.pid).highest - resting;
    rows.push({ bomb: bomb.title, sent: await sending, load: result, memory });
  }
  calm.push(await load());
  const slow = openSlow(program.url, cookie);
  const during = await load();
  for (const socket of slow) socket.destroy();
  const memory = memoryOf(program.pid).highest - resting;
  rows.push({ bomb: 'slow bodies, at once', sent: slow.length, load: during, memory });
  return reportOf(database, calm, resting, rows);
}

function bombs(): Bomb[] {
  const query = (purpose: string) => `/api/files?purpose=${purpose}`;
  const preferences = '/api/notifications/preferences';
  const text = (content: string) => new TextEncoder().encode(content);
  const post = { headers: json, status: 400 };
  const upload = { headers: form, status: 400 };
  return [
    { ...post, title: 'JSON, 500,000 deep', path: preferences, body: text(nested(500_000)) },
    {
      ...post,
      title: 'JSON, 130,000 numbers',
      path: preferences,
      body: text(`[${'1234567,'.repeat(130_000)}1]`),
    },
    {
      ...post,
      title: 'JSON, packed: 900 MiB in 0.9',
      path: preferences,
      headers: { ...json, 'content-encoding': 'gzip' },
      body: packed(900),
    },
    { ...upload, title: 'PNG of 100,000 × 100,000', path: query('image'), body: part(hugePng()) },
    {
      ...upload,
      title: 'image of 5 MiB, no image',
      path: query('image'),
      body: part(randomBytes(5 * mebibyte)),
    },
    {
      ...upload,
      title: 'document of 50 MiB',
      path: query('document'),
      body: part(randomBytes(50 * mebibyte)),
      status: 200,
    },
    {
      ...upload,
      title: 'document, packed: 10 GiB in 10 MiB',
      path: query('document'),
      body: part(packed(10_240)),
      status: 200,
    },
  ];
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** So many MiB of nothing, packed. */
function packed(mebibytes: number): Uint8Array<ArrayBuffer> {
  const block = gzipSync(Buffer.alloc(mebibyte));
  // Packed files one after the other are one packed file (RFC 1952, 2.2).
  return Uint8Array.from(Buffer.concat(Array.from({ length: mebibytes }, () => block)));
}

function hugePng(): Buffer {
  const header = Buffer.alloc(25);
  header.writeUInt32BE(13);
  header.write('IHDR', 4, 'latin1');
  header.writeUInt32BE(100_000, 8);
  header.writeUInt32BE(100_000, 12);
  header[16] = 8;
  header.writeUInt32BE(crc32(Uint8Array.from(header.subarray(4, 21))), 21);
  const end = Buffer.from('0000000049454e44ae426082', 'hex');
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), header, end]);
}

function part(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n';
  return Uint8Array.from(Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--b--\r\n')]));
}

/** One after the other until told to stop. @returns how many */
async function sendAll(
  url: string,
  cookie: string,
  bomb: Bomb,
  signal: AbortSignal,
): Promise<number> {
  const { path, headers, body, status, title } = bomb;
  const method = path.includes('preferences') ? 'PUT' : 'POST';
  let sent = 0;
  while (!signal.aborted) {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { ...headers, cookie },
      body,
    });
    const text = await answer.text();
    if (answer.status !== status) throw new Error(`${title}: ${answer.status} ${text}`);
    sent += 1;
    await sleep(pauseMilliseconds, undefined, { signal }).catch(() => undefined);
  }
  return sent;
}

/** Senders that begin a body and then fall silent. */
function openSlow(url: string, cookie: string): Socket[] {
  const { hostname, port, host } = new URL(url);
  return Array.from({ length: slowSenders }, (_, index) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    const upload = index % 2 === 0;
    const head = [
      upload
        ? 'POST /api/files?purpose=document HTTP/1.1'
        : 'PUT /api/notifications/preferences HTTP/1.1',
      `Host: ${host}`,
      `Cookie: ${cookie}`,
      `Content-Type: ${(upload ? form : json)['content-type']}`,
      'Content-Length: 100000',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${upload ? '--b\r\nContent-' : '{'}`);
    return socket;
  });
}

function reportOf(
  database: string,
  rounds: readonly LoadResult[],
  resting: number,
  rows: Figures[],
): Report {
  const calm = {
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
  };
  const worst = Math.max(...rows.map(({ load }) => load.p99));
  const memory = Math.max(...rows.map((row) => row.memory));
  return {
    title: 'Bombs: what they cost the program and everybody else',
    head: ['bomb', 'sent', 'others’ p50 ms', 'others’ p99 ms', 'highest memory above rest, MB'],
    rows: [
      ['none, median of the rounds between', '0', format(calm.p50), format(calm.p99), '0'],
      ...rows.map(({ bomb, sent, load, memory: added }) => [
        bomb,
        String(sent),
        format(load.p50),
        format(load.p99),
        format(Math.max(0, added)),
      ]),
    ],
    notes: [
      `${database}. ${seconds} s each beside \`GET /api/auth/session\`, 2 at once; ${pauseMilliseconds} ms between two bombs; ${format(resting)} MB at rest. Memory is the highest so far, so that a row shows those before it too.`,
    ],
    verdicts: [
      atMost('bombs, memory above rest', memory, 256, 'MB'),
      atMost('bombs, others’ p99 against calm', worst / calm.p99, 2, '×'),
    ],
  };
}
