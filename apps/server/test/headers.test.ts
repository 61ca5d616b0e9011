/** What every answer carries, and answers to what never became a request. */
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { OpenAPIHono } from '@hono/zod-openapi';
import { errorBody, errorStatus } from '@partneros/contract/errors';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../src/kernel/http/server.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { sendRaw } from './raw-request.ts';

const everywhere = ['/api/auth/session', '/api/nothing', '/api/openapi.json', '/api/docs'];
const pages = ['/', '/settings/integrations', '/llms.txt', '/healthz', '/readyz'];
const host = 'partneros.example';

let plain: TestApp;
let secure: TestApp;
beforeAll(async () => {
  plain = await startTestApp();
  secure = await startTestApp({ environment: { PUBLIC_URL: `https://${host}` } });
});
afterAll(() => Promise.all([plain.close(), secure.close()]));

describe('every answer', () => {
  it('runs nothing inline, is in no frame, is taken for what it says it is, and refers to nobody', async () => {
    for (const path of [...everywhere, ...pages]) {
      const { headers } = await plain.signedOut().get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy, path).toMatch(/default-src '(none|self)'/);
      expect(policy, path).toContain("frame-ancestors 'none'");
      expect(policy, path).not.toMatch(/unsafe|\*/);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('x-request-id'), path).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('strict-transport-security'), path).toBeNull();
    }
  });

  it('that is data lets a browser load nothing at all', async () => {
    const { headers } = await plain.signedOut().get('/api/auth/session');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
  });

  it('asks for https from then on, where the program is reached by it', async () => {
    for (const path of [...everywhere, ...pages]) {
      const { headers } = await sendRaw(new URL(path, secure.url), { headers: { host } });
      expect(headers['strict-transport-security'], path).toBe(
        'max-age=31536000; includeSubDomains',
      );
    }
  });
});

/** Writes to a socket and gives all that comes back. */
function write(url: string, ...parts: string[]): Promise<string> {
  const { port } = new URL(url);
  return new Promise((resolve) => {
    let text = '';
    const socket = createConnection(Number(port), '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', (chunk) => (text += chunk.toString('utf8')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}

function expectRefusal(text: string, status: number): void {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head).toMatch(/x-request-id: [0-9a-f-]{36}/i);
  expect(head).toMatch(/content-security-policy: default-src 'none'/i);
  expect(head).toMatch(/connection: close/i);
  const { code } = errorBody.parse(JSON.parse(body));
  expect(errorStatus[code]).toBe(status);
}

describe('what is no request', () => {
  it('is 400 in our form', async () => {
    for (const text of ['nonsense\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'GET /\0 HTTP/1.1\r\n\r\n']) {
      expectRefusal(await write(plain.url, text), 400);
    }
    const both =
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n';
    expectRefusal(await write(plain.url, both), 400);
  });

  it('is 431 in our form where the head is larger than 16 KiB', async () => {
    const text = `GET / HTTP/1.1\r\nhost: x\r\ncookie: ${'x'.repeat(20_000)}\r\n\r\n`;
    expectRefusal(await write(plain.url, text), 431);
  });

  it('leaves the server serving', async () => {
    expect((await plain.signedOut().get('/healthz')).status).toBe(200);
  });
});

describe('a slow sender', () => {
  const patience = { requestMilliseconds: 600, headMilliseconds: 300, sweepMilliseconds: 50 };

  async function serve(): Promise<string> {
    const router = new OpenAPIHono();
    router.onError((_error, context) => context.text('', 400));
    router.post('/', async (context) => context.text(await context.req.text()));
    router.get('/', (context) => context.text('quick'));
    const server = await listen(router, { host: '127.0.0.1', port: 0, patience });
    onTestFinished(() => server.close(0));
    return `http://127.0.0.1:${server.port}`;
  }

  it('of a head is sent away, also one that sends a byte now and then', async () => {
    const url = await serve();
    const { port } = new URL(url);
    const startedAt = Date.now();
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = createConnection(Number(port), '127.0.0.1', () => {
        socket.write('GET / HTTP/1.1\r\nhost: x\r\n');
      });
      const drip = setInterval(() => socket.write('x-a: 1\r\n'), 50);
      socket.on('data', (chunk) => (text += chunk.toString('utf8')));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(drip);
        resolve(text);
      });
    });
    expectRefusal(answer, 408);
    expect(Date.now() - startedAt).toBeLessThan(5000);
  });

  it('of a body is sent away, and keeps nobody else waiting', async () => {
    const url = await serve();
    const slow = write(url, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n', 'x');
    await sleep(50);
    const startedAt = Date.now();
    expect(await (await fetch(url)).text()).toBe('quick');
    expect(Date.now() - startedAt).toBeLessThan(500);
    expectRefusal(await slow, 408);
  });

  it('has the program’s own time: 15 seconds for a head, five minutes for the whole', async () => {
    const source = await import('../src/kernel/http/server.ts');
    expect(source.patience).toEqual({
      requestMilliseconds: 300_000,
      headMilliseconds: 15_000,
      sweepMilliseconds: 2_000,
    });
  });
});

describe('one address', () => {
  it('has a ceiling of its own, before anybody asks who it says it is', async () => {
    const t = await startTestApp({ environment: { RATE_LIMIT_SCALE: '0.001' } });
    onTestFinished(() => t.close());
    const codes: string[] = [];
    for (let sent = 0; sent < 8; sent += 1) {
      const answer = await t.signedOut().get('/api/integrations', {
        headers: { authorization: `Bearer pos_${'A'.repeat(43)}` },
      });
      codes.push(answer.body.code);
    }
    expect(codes).toEqual([...Array(6).fill('unauthorized'), 'rate_limited', 'rate_limited']);
  });
});
