import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createOutbound, type OutboundRequest } from './client.ts';

const outbound = createOutbound();
afterAll(() => outbound.close());

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A TCP server that listens has an address object, never a path or null.
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/`;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return listen(server);
}

/** A server below HTTP: `talk` gets the socket after the first bytes of a request came in. */
async function serveRaw(talk: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => talk(socket));
  });
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return listen(server);
}

function get(url: string, more: Partial<OutboundRequest> = {}) {
  return outbound.request({ url, method: 'GET', reach: 'trusted', ...more });
}

describe('an answer', () => {
  it('carries status, headers and text, whatever the status', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(503, { 'Retry-After': '7' }).end('later');
    });
    expect(await get(url)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '7' },
      text: 'later',
    });
  });

  it('to a POST shows that body and headers were sent', async () => {
    const url = await serve((request, response) => {
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        response.end(`${request.method} ${request.headers['content-type']} ${body}`);
      });
    });
    const answer = await get(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'grüße',
    });
    expect(answer.text).toBe('POST text/plain grüße');
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('packed with %s is unpacked', async (encoding, pack) => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(pack('täxt'.repeat(5_000)));
    });
    expect((await get(url)).text).toBe('täxt'.repeat(5_000));
  });

  it('that redirects is handed back and not followed', async () => {
    let followed = 0;
    const elsewhere = await serve((_request, response) => {
      followed += 1;
      response.end();
    });
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: elsewhere }).end();
    });
    expect(await get(url)).toMatchObject({ status: 302, headers: { location: elsewhere } });
    expect(followed).toBe(0);
  });

  it('over the limit is refused, also when it is small on the wire', async () => {
    const bomb = gzipSync(Buffer.alloc(2_000_000));
    expect(bomb.byteLength).toBeLessThan(5_000);
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    await expect(get(url, { maxBytes: 1_000_000 })).rejects.toMatchObject({ kind: 'unreadable' });
    expect((await get(url, { maxBytes: 2_000_000 })).text).toHaveLength(2_000_000);
  });

  it.each([
    [
      'garbage instead of gzip',
      'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nabcd',
    ],
    [
      'an unknown packing',
      'HTTP/1.1 200 OK\r\ncontent-encoding: zip\r\ncontent-length: 1\r\n\r\nx',
    ],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
  ])('that is %s is unreadable', async (_what, bytes) => {
    const url = await serveRaw((socket) => socket.end(bytes));
    await expect(get(url)).rejects.toMatchObject({ kind: 'unreadable' });
  });
});

describe('proxy variables', () => {
  it('change nothing', async () => {
    let proxied = 0;
    const proxy = await serve((_request, response) => {
      proxied += 1;
      response.end('proxy');
    });
    const url = await serve((_request, response) => response.end('direct'));
    const before = process.env['HTTP_PROXY'];
    process.env['HTTP_PROXY'] = proxy;
    try {
      expect((await get(url)).text).toBe('direct');
    } finally {
      if (before === undefined) delete process.env['HTTP_PROXY'];
      else process.env['HTTP_PROXY'] = before;
    }
    expect(proxied).toBe(0);
  });
});

describe('without an answer', () => {
  it('a refused connection is known to have done nothing', async () => {
    const server = createTcpServer();
    const url = await listen(server);
    await new Promise((resolve) => {
      server.close(resolve);
    });
    await expect(get(url)).rejects.toMatchObject({ kind: 'not_connected' });
    await expect(get(url, { method: 'POST' })).rejects.toMatchObject({ kind: 'not_connected' });
  });

  it('a failed TLS handshake is known to have done nothing', async () => {
    const url = await serve((_request, response) => response.end());
    const attempt = get(url.replace('http:', 'https:'));
    await expect(attempt).rejects.toMatchObject({ kind: 'not_connected' });
  });

  it.each([
    ['resets the connection', (socket: Socket) => socket.resetAndDestroy()],
    ['hangs up', (socket: Socket) => socket.end()],
    [
      'cuts the body',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'),
    ],
    [
      'cuts a chunked body',
      (socket: Socket) =>
        socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'),
    ],
    [
      'cuts a packed body',
      (socket: Socket) => {
        const packed = gzipSync('text'.repeat(1_000)).subarray(0, 20);
        socket.write(
          `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.byteLength}\r\n\r\n`,
        );
        socket.end(packed);
      },
    ],
  ])('the outcome is unknown when the other side %s', async (_what, talk) => {
    const url = await serveRaw(talk);
    await expect(get(url)).rejects.toMatchObject({ kind: 'unknown_outcome' });
    const post = get(url, { method: 'POST', body: 'x=1' });
    await expect(post).rejects.toMatchObject({ kind: 'unknown_outcome' });
  });

  it.each([
    ['says nothing', () => undefined],
    [
      'stops in the body',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx'),
    ],
  ])('the outcome is unknown when the other side %s for too long', async (_what, talk) => {
    const url = await serveRaw(talk);
    const started = performance.now();
    await expect(get(url, { timeoutMs: 80 })).rejects.toMatchObject({ kind: 'unknown_outcome' });
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('a slow trickle does not outlive the total time', async () => {
    const url = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
      const trickle = setInterval(() => socket.write('x'), 20);
      socket.once('close', () => clearInterval(trickle));
    });
    await expect(get(url, { timeoutMs: 150 })).rejects.toMatchObject({ kind: 'unknown_outcome' });
  });

  it('our own signal is told apart from a time-out', async () => {
    const url = await serveRaw(() => undefined);
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(), 30);
    await expect(get(url, { signal: stopping.signal })).rejects.toMatchObject({
      kind: 'cancelled',
    });
    await expect(get(url, { signal: stopping.signal })).rejects.toMatchObject({
      kind: 'cancelled',
    });
  });
});

describe('connections', () => {
  it('are kept for reads and fresh for writes', async () => {
    const ports: (number | undefined)[] = [];
    const url = await serve((request, response) => {
      ports.push(request.socket.remotePort);
      response.end('ok');
    });
    for (let count = 0; count < 6; count += 1) await get(url);
    expect(new Set(ports).size).toBeLessThan(4);
    ports.length = 0;
    for (let count = 0; count < 4; count += 1) await get(url, { method: 'POST' });
    expect(new Set(ports).size).toBe(4);
  });
});
