/**
 * Sends one GET request over and over on kept connections and counts: a process of its own, so that
 * it shares no thread with what it measures, and plain sockets, so that it takes little of the
 * machine. Argument: JSON as in `Load`. Prints JSON as in `LoadResult`.
 */
import { connect, type Socket } from 'node:net';
import type { Load, LoadResult } from './load.ts';

// The argument is made by `runLoad` alone.
const load = JSON.parse(process.argv[2] ?? '{}') as Load;
const url = new URL(load.url);
const request = [
  `GET ${url.pathname}${url.search} HTTP/1.1`,
  `Host: ${url.host}`,
  `Cookie: ${load.cookie}`,
  '',
  '',
].join('\r\n');
const startedAt = performance.now();
const until = startedAt + load.seconds * 1000;
const latencies: number[] = [];
let bytes = 0;

/** Bytes of the first whole answer in the buffer; 0 while it is not whole. */
function answerLength(buffer: Buffer): number {
  const end = buffer.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const head = buffer.toString('latin1', 0, end);
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`Not a 200: ${head.split('\r\n')[0]}`);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error('An answer without content-length.');
  return end + 4 + Number(length);
}

function converse(socket: Socket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let sentAt = performance.now();
  let chunks: Buffer[] = [];
  let received = 0;
  let expected = 0;
  socket.on('error', reject);
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    received += chunk.length;
    if (expected === 0)
      expected = answerLength(chunks.length === 1 ? chunk : Buffer.concat(chunks));
    if (expected === 0 || received < expected) return;
    const now = performance.now();
    latencies.push(now - sentAt);
    bytes = expected;
    chunks = [];
    received = 0;
    expected = 0;
    if (now >= until) {
      socket.end();
      return resolve();
    }
    sentAt = now;
    socket.write(request);
  });
  socket.write(request);
  return promise;
}

const sockets = Array.from({ length: load.concurrency }, () =>
  connect({ host: url.hostname, port: Number(url.port), noDelay: true }),
);
await Promise.all(sockets.map(converse));
const seconds = (performance.now() - startedAt) / 1000;
latencies.sort((a, b) => a - b);
const result: LoadResult = {
  perSecond: latencies.length / seconds,
  requests: latencies.length,
  p50: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
  p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
  bytes,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
