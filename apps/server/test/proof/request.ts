/** Requests as an attacker builds them: any method, path, header and bytes, kept-alive connections. */
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

export interface RawRequest {
  method: string;
  /** Path and query as they go over the wire. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer | null;
  /** Sent in chunks, without a length. */
  chunked?: boolean;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export type Send = (wanted: RawRequest) => Promise<RawAnswer>;

const streamMilliseconds = 250;
const patienceMilliseconds = 60_000;

/** @param url the server's; requests carry its host unless they name another */
export function createSender(url: string): { send: Send; close(): void } {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const attempt: Send = (wanted) =>
    new Promise((resolve, reject) => {
      const { method, path, body = null, chunked = false } = wanted;
      const headers: Record<string, string | number> = { ...wanted.headers };
      if (body !== null && !chunked) headers['content-length'] = Buffer.byteLength(body);
      if (chunked) headers['transfer-encoding'] = 'chunked';
      const sent = request({ hostname, port, method, path, headers, agent }, (answer) => {
        readAnswer(answer).then(resolve, reject);
      });
      sent.setTimeout(patienceMilliseconds, () => sent.destroy(new Error('No answer in time.')));
      sent.on('error', reject);
      sent.end(body ?? undefined);
    });
  return {
    // The server may close a kept connection just as it is used again: that is no answer of its own.
    send: (wanted) =>
      attempt(wanted).catch((error: unknown) => {
        if (!isReset(error)) throw error;
        return attempt(wanted);
      }),
    close: () => agent.destroy(),
  };
}

function isReset(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ECONNRESET', 'EPIPE'].includes(String(error.code))
  );
}

/** The whole body; of an event stream what comes within a moment. */
function readAnswer(answer: IncomingMessage): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const done = () =>
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        text: Buffer.concat(chunks).toString('utf8'),
      });
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', done);
    answer.on('error', reject);
    if (!answer.headers['content-type']?.startsWith('text/event-stream')) return;
    setTimeout(() => {
      done();
      answer.destroy();
    }, streamMilliseconds).unref();
  });
}

/** The parsed body; undefined when it is no JSON. */
export function parsed(answer: RawAnswer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
}

/** The error code of an answer; empty when it has none. */
export function codeOf(answer: RawAnswer): string {
  const body = parsed(answer);
  if (typeof body !== 'object' || body === null || !('code' in body)) return '';
  return String(body.code);
}
