import { describe, expect, it } from 'vitest';
import { createOwnOrigin } from './origin.ts';

const refused = expect.objectContaining({ code: 'forbidden_origin' });

describe('without PUBLIC_URL', () => {
  const own = createOwnOrigin(null, () => 3000);

  it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LocalHost:3000'])(
    'takes %s for its own',
    (host) => {
      own.checkHost(host);
      own.checkOrigin('POST', { origin: `http://${host.toLowerCase()}` });
      expect(own.baseUrl(host)).toBe(`http://${host.toLowerCase()}`);
    },
  );

  it.each([
    undefined,
    '',
    'localhost',
    '127.0.0.1',
    'evil.example:3000',
    '127.0.0.1:3000.evil.example',
  ])('refuses the host %s and makes no link from it', (host) => {
    expect(() => own.checkHost(host)).toThrow(
      expect.objectContaining({ code: 'validation_failed' }),
    );
    expect(own.baseUrl(host)).toBe('http://127.0.0.1:3000');
  });

  it('asks nothing of requests that change nothing', () => {
    own.checkOrigin('GET', { origin: 'https://evil.example', fetchSite: 'cross-site' });
    own.checkOrigin('HEAD', { origin: 'null' });
  });

  it('lets programs pass that send no Origin', () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) own.checkOrigin(method, {});
    own.checkOrigin('POST', { fetchSite: 'same-origin' });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('refuses %s from elsewhere', (method) => {
    for (const origin of [
      'null',
      '',
      'http://evil.example',
      'https://localhost:3000',
      'http://localhost',
    ]) {
      expect(() => own.checkOrigin(method, { origin }), origin).toThrow(refused);
    }
    for (const fetchSite of ['cross-site', 'same-site', 'none', '']) {
      expect(() => own.checkOrigin(method, { fetchSite }), fetchSite).toThrow(refused);
    }
  });
});

describe('with PUBLIC_URL', () => {
  const own = createOwnOrigin('https://partners.acme.example', () => 3000);

  it('is that host alone, by https', () => {
    own.checkHost('partners.acme.example');
    own.checkOrigin('POST', { origin: 'https://partners.acme.example' });
    expect(() => own.checkHost('127.0.0.1:3000')).toThrow();
    for (const origin of [
      'http://partners.acme.example',
      'http://127.0.0.1:3000',
      'https://acme.example',
    ]) {
      expect(() => own.checkOrigin('POST', { origin }), origin).toThrow(refused);
    }
  });

  it('makes links from it whatever the request says', () => {
    expect(own.baseUrl('evil.example')).toBe('https://partners.acme.example');
    expect(own.baseUrl(undefined)).toBe('https://partners.acme.example');
  });
});
