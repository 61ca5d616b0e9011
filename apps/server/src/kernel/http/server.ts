/** The HTTP server: time-outs, listening with a clear word when the port is taken, graceful end. */
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { ConfigurationError } from '../config.ts';
import { answerBadRequests } from './bad-requests.ts';
import type { Router } from './routes.ts';

export interface HttpServer {
  port: number;
  /** Stops accepting, lets requests in flight finish (at most the given time), closes. */
  close(timeoutMilliseconds: number): Promise<void>;
}

/**
 * Heads within 15 s: a slow sender does not hold a socket. Whole requests within five minutes, for
 * uploads over slow lines; bodies that stall are let go earlier (`in-time.ts`).
 */
export const patience = {
  requestMilliseconds: 300_000,
  headMilliseconds: 15_000,
  sweepMilliseconds: 2_000,
};

export interface ListenOptions {
  host: string;
  port: number;
  /** Whether the program is reached by https. */
  secure?: boolean;
  /** How long a request may take to arrive (tests). */
  patience?: typeof patience;
}

/**
 * @throws ConfigurationError when the port is taken
 */
export async function listen(
  router: Router,
  { host, port, secure = false, patience: own = patience }: ListenOptions,
): Promise<HttpServer> {
  const created = createAdaptorServer({
    fetch: router.fetch,
    serverOptions: {
      requestTimeout: own.requestMilliseconds,
      headersTimeout: own.headMilliseconds,
      connectionsCheckingInterval: own.sweepMilliseconds,
      maxHeaderSize: 16_384,
    },
  });
  // Made by node:http, as no other factory is given.
  const server = created as Server;
  answerBadRequests(server, secure);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: (timeoutMilliseconds) => close(server, timeoutMilliseconds),
  };
}

const sweepMilliseconds = 100;

async function close(server: Server, timeoutMilliseconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Connections that clients keep for more requests are let go as soon as nothing is under way on
  // them; else each would hold the end up for its keep-alive time, or for as long as it is used.
  server.prependListener('request', (_request, response) => {
    response.setHeader('connection', 'close');
  });
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMilliseconds);
  const forced = setTimeout(() => server.closeAllConnections(), timeoutMilliseconds);
  await closed;
  clearInterval(sweep);
  clearTimeout(forced);
}

function explain(error: Error, host: string, port: number): Error {
  const code = 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') {
    return new ConfigurationError(
      `Port ${port} on ${host} is taken by another program: stop it or set PORT.`,
    );
  }
  if (code === 'EACCES') return new ConfigurationError(`Port ${port} may not be used: set PORT.`);
  return error;
}
