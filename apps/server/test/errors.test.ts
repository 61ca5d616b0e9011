/** Failures beside those of single operations: our own fault, unknown places, bodies of any size. */
import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { sendRaw } from './raw-request.ts';

let t: TestApp;
let owner: Client;
beforeAll(async () => {
  t = await startTestApp();
  owner = await t.signIn('owner');
});
afterAll(() => t.close());

describe('a fault of ours', () => {
  it('is a 500 that tells nothing but the name of the request, which the log has too', async () => {
    await t.db.asOwner('alter table service_accounts rename to service_accounts_away');
    const answer = await owner.get('/api/service-accounts').finally(async () => {
      await t.db.asOwner('alter table service_accounts_away rename to service_accounts');
    });
    expect(answer.status).toBe(500);
    const requestId = answer.headers.get('x-request-id') ?? '';
    expect(answer.body).toEqual({
      error: `Something went wrong on our side (request ${requestId}).`,
      code: 'internal_error',
    });
    const lines = t.logLines.filter((line) => line.includes(requestId));
    const failed = lines
      .map((line) => JSON.parse(line))
      .find(({ msg }) => msg === 'Request failed');
    expect(failed).toMatchObject({
      route: '/api/service-accounts',
      code: '42P01',
      errorName: expect.stringContaining('rror'),
      errorStack: expect.stringContaining('apps/server/src/'),
    });
    for (const line of lines) expect(line).not.toMatch(/select|relation|service_accounts"/i);
    expect((await owner.get('/api/service-accounts')).status).toBe(200);
  });
});

describe('an unknown address', () => {
  it('is 404 under /api before the session is looked at, by every method', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      for (const path of ['/api/nothing', '/api/', '/api/auth/nothing', '/api/integrations/']) {
        const answer = await t.signedOut().request(method, path);
        expect(answer.status, `${method} ${path}`).toBe(404);
        expect(answer.body.code).toBe('not_found');
        expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
        expect(answer.headers.get('cache-control')).toBe('no-store');
      }
    }
  });

  it('outside /api is the web application for GET and 404 in our form for the rest', async () => {
    const page = await t.signedOut().get('/settings/integrations');
    expect([200, 503]).toContain(page.status);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const answer = await t.signedOut().post('/settings/integrations', {});
    expect(answer.status).toBe(404);
    expect(answer.body.code).toBe('not_found');
  });

  it('is never a file outside the web application', async () => {
    for (const path of [
      '/..%2f..%2fpackage.json',
      '/%2e%2e/package.json',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/%00.html',
    ]) {
      const answer = await t.signedOut().get(path);
      expect(answer.text, path).not.toContain('"dependencies"');
    }
  });
});

describe('a body', () => {
  const path = '/api/auth/sign-in/email';
  const stream = (chunks: number, size: number) =>
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (chunks-- > 0) controller.enqueue(new Uint8Array(size).fill(32));
        else controller.close();
      },
    });
  const sendStream = (body: ReadableStream<Uint8Array>) =>
    fetch(new URL(path, t.url), {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    });

  it('that grows past 1 MiB without having said so is 413', async () => {
    const answer = await sendStream(stream(20, 100_000));
    expect(answer.status).toBe(413);
    expect(answer.headers.get('connection')).toBe('close');
    expect(await answer.json()).toMatchObject({ code: 'too_large' });
  });

  it('of blanks alone is no JSON', async () => {
    const answer = await sendStream(stream(2, 100_000));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid_body' });
  });

  it('that ends early changes nothing and leaves the server serving', async () => {
    const { port } = new URL(t.url);
    await new Promise<void>((resolve) => {
      const socket = createConnection(Number(port), '127.0.0.1', () => {
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"email":`,
          () => {
            socket.destroy();
            resolve();
          },
        );
      });
    });
    expect((await owner.get('/api/auth/session')).status).toBe(200);
  });

  it('is read with the media type in any case and with parameters', async () => {
    for (const type of [
      'APPLICATION/JSON',
      'application/json; charset=utf-8',
      'application/json;x=1',
    ]) {
      const answer = await t.signedOut().post(
        path,
        { email: 'a@b.example', password: 'x' },
        {
          headers: { 'content-type': type },
        },
      );
      expect(answer.status, type).toBe(401);
    }
  });
});

describe('other methods and hosts', () => {
  it('HEAD is GET without a body', async () => {
    const answer = await owner.request('HEAD', '/api/auth/session');
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('');
  });

  it('OPTIONS grants nothing: there is no CORS', async () => {
    const answer = await t.signedOut().request('OPTIONS', '/api/auth/session', {
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
    });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
    const granted = [...answer.headers.keys()].filter((name) => name.startsWith('access-control'));
    expect(granted).toEqual([]);
  });

  it('the three loopback names on our port are ours, another port or name is not', async () => {
    const { port } = new URL(t.url);
    const statusFor = async (host: string) =>
      (await sendRaw(new URL('/api/auth/session', t.url), { headers: { host } })).status;
    for (const name of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST']) {
      expect(await statusFor(`${name}:${port}`), name).toBe(401);
    }
    for (const host of ['localhost', `localhost:${Number(port) + 1}`, `evil.example:${port}`]) {
      expect(await statusFor(host), host).toBe(400);
    }
  });

  it('curl without an Origin may change things, and so may our own pages', async () => {
    for (const headers of [
      {},
      { origin: t.url },
      { origin: t.url, 'sec-fetch-site': 'same-origin' },
    ]) {
      const client = await t.signIn('member');
      expect((await client.post('/api/auth/sign-out', undefined, { headers })).status).toBe(200);
    }
  });
});
