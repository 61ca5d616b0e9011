/**
 * What Node refuses before it is a request (a broken head, one too large, one too slow) gets an answer
 * in our form too, instead of Node's bare status line.
 */
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { newRequestId } from '../ids.ts';
import { protect } from './headers.ts';
import { Problem, presentProblem } from './problem.ts';

export function answerBadRequests(server: Server, secure: boolean): void {
  const underWay = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }, response) => {
    underWay.set(socket, response);
  });
  server.on('clientError', (error, socket) => {
    // Bytes of an answer that is under way must not be followed by those of another.
    const begun = underWay.get(socket);
    const mixed = begun?.headersSent === true && !begun.writableEnded;
    if (mixed || !socket.writable || codeOf(error) === 'ECONNRESET') socket.destroy();
    else socket.end(answerTo(error, secure), () => socket.destroy());
  });
}

function answerTo(error: Error, secure: boolean): string {
  const { status, body } = presentProblem(problemOf(codeOf(error)));
  const text = JSON.stringify(body);
  const headers = new Headers({
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    'cache-control': 'no-store',
    connection: 'close',
    'x-request-id': newRequestId(),
  });
  protect(headers, secure);
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', text].join('\r\n');
}

function problemOf(code: string): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new Problem('headers_too_large', 'The address and headers are larger than 16 KiB.');
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new Problem('request_timeout', 'The request took too long to arrive.');
  }
  return new Problem('validation_failed', 'This is not a valid HTTP request.');
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
