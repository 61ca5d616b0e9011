import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { createOutbound } from './client.ts';
import { type GuardParts, guardedConnector } from './connector.ts';
import { refusalOf } from './destination.ts';
import { OutboundFailure } from './failure.ts';
import { isPublicAddress } from './public-address.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A loopback server that counts connections: the guard has failed when one arrives. */
async function startTarget(): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const server = createServer((_request, response) => response.end('reached'));
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  // A TCP server that listens has an address object, never a path or null.
  const { port } = server.address() as AddressInfo;
  return { port, connections: () => connections };
}

function guardResolvingTo(...addresses: string[]): GuardParts & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    resolve: async (hostname) => {
      asked.push(hostname);
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
    isAllowed: isPublicAddress,
  };
}

/** GET through a guarded agent, straight at the connector so that any port can be tried. */
async function through(guard: GuardParts, url: string): Promise<string> {
  const agent = new Agent({ connect: guardedConnector(guard) });
  closers.push(() => agent.destroy());
  const answer = await request(url, { dispatcher: agent });
  return answer.body.text();
}

describe('the public address rule', () => {
  it.each([
    '127.0.0.1',
    '127.255.0.9',
    '0.0.0.0',
    '10.1.2.3',
    '100.100.100.200',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:93.184.216.34',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::1',
    '2001:0:4136:e378::1',
    '2001:db8::1',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'localhost',
    '',
  ])('refuses %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    '93.184.216.34',
    '8.8.8.8',
    '172.32.0.1',
    '168.63.129.15',
    '2606:4700::1111',
    '2a00::1',
  ])('allows %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('the destination rule', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.0.0.1./',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://168.63.129.16/',
    'https://example.com:8443/',
    'http://example.com:22/',
    'https://user:secret@example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
  ])('refuses %s', (url) => {
    expect(refusalOf(new URL(url))).not.toBeNull();
  });

  it.each(['https://example.com/', 'http://example.com:80/', 'https://93.184.216.34/'])(
    'lets %s on to the connector',
    (url) => {
      expect(refusalOf(new URL(url))).toBeNull();
    },
  );
});

describe('the guarded connector', () => {
  it.each([
    ['a loopback address', ['127.0.0.1']],
    ['one bad address among good ones', ['93.184.216.34', '127.0.0.1']],
    ['a mapped loopback address', ['::ffff:127.0.0.1']],
    ['no address', []],
  ])('makes no connection for a name that resolves to %s', async (_what, addresses) => {
    const target = await startTarget();
    const attempt = through(guardResolvingTo(...addresses), `http://crm.localhost:${target.port}/`);
    await expect(attempt).rejects.toMatchObject({ kind: 'forbidden' });
    expect(target.connections()).toBe(0);
  });

  it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433'])(
    'makes no connection to the literal %s and asks no resolver',
    async (host) => {
      const target = await startTarget();
      const guard = guardResolvingTo('93.184.216.34');
      const attempt = through(guard, `http://${host}:${target.port}/`);
      await expect(attempt).rejects.toMatchObject({ kind: 'forbidden' });
      expect(target.connections()).toBe(0);
      expect(guard.asked).toEqual([]);
    },
  );

  it('connects to the address that was judged, resolving the name once', async () => {
    const target = await startTarget();
    const guard = { ...guardResolvingTo('127.0.0.1'), isAllowed: () => true };
    expect(await through(guard, `http://crm.localhost:${target.port}/`)).toBe('reached');
    expect(guard.asked).toEqual(['crm.localhost']);
  });

  it('gives up a socket that ended at an address which the rule refuses', async () => {
    const target = await startTarget();
    const verdicts = [true, false];
    const guard = { ...guardResolvingTo('127.0.0.1'), isAllowed: () => verdicts.shift() ?? false };
    const attempt = through(guard, `http://crm.localhost:${target.port}/`);
    await expect(attempt).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('stands behind every request with reach public', async () => {
    const outbound = createOutbound(guardResolvingTo('10.0.0.8'));
    closers.push(() => outbound.close());
    for (const url of [
      'https://crm.localhost/',
      'http://127.0.0.1/',
      'http://crm.localhost:8080/',
    ]) {
      const attempt = outbound.request({ url, method: 'GET', reach: 'public' });
      await expect(attempt).rejects.toBeInstanceOf(OutboundFailure);
      await expect(attempt).rejects.toMatchObject({ kind: 'forbidden' });
    }
  });
});
