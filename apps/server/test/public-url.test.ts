/** A program that is reached at a public https address, as operators run it behind a proxy. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './harness.ts';
import { sendRaw } from './raw-request.ts';
import { testPassword } from './secrets.ts';

let t: TestApp;
const publicUrl = 'https://partners.acme.example';

beforeAll(async () => {
  t = await startTestApp({
    environment: { PUBLIC_URL: publicUrl, TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_SCALE: '1' },
  });
});
afterAll(() => t.close());

const send = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
  sendRaw(new URL(path, t.url), {
    method,
    headers: { host: 'partners.acme.example', ...headers },
    body,
  });

const credentials = { email: 'owner@demo.example', password: testPassword };
const signIn = (headers: Record<string, string> = {}) =>
  send('POST', '/api/auth/sign-in/email', headers, credentials);

describe('at a public https address', () => {
  it('the cookie is Secure and keeps its plain name', async () => {
    const answer = await signIn();
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      ),
      expect.stringMatching(
        /^known_device=[^;]+; Max-Age=31536000; Path=\/api\/auth; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ]);
  });

  it('only its own origin may change anything', async () => {
    expect((await signIn({ origin: publicUrl })).status).toBe(200);
    for (const origin of [
      'http://partners.acme.example',
      'https://partners.acme.example:8443',
      'https://evil.example',
      'https://partners.acme.example.evil.example',
      'http://127.0.0.1:3000',
      'http://localhost:3000',
      'null',
    ]) {
      const answer = await signIn({ origin, 'x-forwarded-for': '198.51.100.1' });
      expect(answer.status, origin).toBe(403);
      expect(JSON.parse(answer.text), origin).toMatchObject({ code: 'forbidden_origin' });
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  it.each([
    '/api/auth/session',
    '/api/openapi.json',
    '/api/docs',
    '/llms.txt',
    '/',
    '/api/nothing',
  ])('another Host is refused at %s', async (path) => {
    for (const host of ['evil.example', '127.0.0.1', 'partners.acme.example:81']) {
      const answer = await send('GET', path, { host });
      expect(answer.status, host).toBe(400);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'validation_failed' });
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('health is told to any Host, for probes that know no name', async () => {
    expect((await send('GET', '/healthz', { host: '10.1.2.3:3000' })).status).toBe(200);
    expect((await send('GET', '/readyz', { host: '10.1.2.3:3000' })).status).toBe(200);
  });

  it('metrics need a token, because a proxy makes strangers look like this machine', async () => {
    const answer = await send('GET', '/metrics');
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain('partneros_');
  });

  it('links are made from it, whatever the request came by', async () => {
    const { text } = await send('GET', '/api/openapi.json');
    expect(JSON.parse(text)).toMatchObject({ servers: [{ url: publicUrl }] });
    expect((await send('GET', '/llms.txt')).text).toContain(`${publicUrl}/api/openapi.json`);
    const cookie = String((await signIn()).headers['set-cookie']).split(';')[0] ?? '';
    const path = '/api/integrations/salesforce/authorize';
    const answer = await send('POST', path, { cookie }, { environment: 'demo' });
    const { url }: { url: string } = JSON.parse(answer.text);
    expect(new URL(url).searchParams.get('redirect_uri')).toBe(
      `${publicUrl}/api/integrations/salesforce/callback`,
    );
  });

  it('pages carry HSTS, a policy without inline script, and are never framed', async () => {
    const { headers } = await send('GET', '/');
    expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  });

  it('each client behind the proxy has a limit of its own', async () => {
    let tried = 0;
    const wrong = (address: string) =>
      send(
        'POST',
        '/api/auth/sign-in/email',
        { 'x-forwarded-for': address },
        {
          // Another one each time: an account has a delay of its own.
          email: `nobody-${(tried += 1)}@x.example`,
          password: 'wrong password',
        },
      );
    for (let count = 0; count < 10; count += 1) {
      expect((await wrong(`203.0.113.9, 192.0.2.${count}`)).status).toBe(401);
      expect((await wrong('192.0.2.77')).status).toBe(401);
    }
    expect((await wrong('192.0.2.77')).status).toBe(429);
    expect((await wrong('192.0.2.78')).status).toBe(401);
  });
});
