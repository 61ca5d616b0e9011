/** A small HTTP server on this machine: a table of paths, each with one handler. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  form: URLSearchParams;
}

export interface LocalAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface LocalServer {
  /** Without a slash at the end. */
  url: string;
  /** `host:port`, as a program that may reach it would name it. */
  host: string;
  /** Paths asked for so far. */
  asked: string[];
  close: () => Promise<void>;
}

export async function serveLocally(
  handle: (request: LocalRequest) => LocalAnswer,
): Promise<LocalServer> {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => void chunks.push(chunk));
    incoming.on('end', () => {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://simulator');
      asked.push(pathname);
      const answer = handle({
        method: incoming.method ?? 'GET',
        path: pathname,
        query: searchParams,
        headers: incoming.headers,
        form: new URLSearchParams(Buffer.concat(chunks).toString('utf8')),
      });
      outgoing.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? '');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that listens has an address object, never a path or null.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function jsonAnswer(value: unknown, status = 200): LocalAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
