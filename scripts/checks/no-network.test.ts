import dgram from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { createServer } from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { takeRefusedAttempts } from './no-network.ts';

// An address of the documentation range (RFC 5737): never routed, should the guard ever fail.
const outside = '192.0.2.1';

describe('the closed network', () => {
  it.each([
    ['a socket', () => net.connect(9, outside)],
    ['a socket by options', () => net.connect({ host: outside, port: 9 })],
    ['a socket by name', () => net.connect(9, 'crm.example')],
    ['a mapped address', () => net.connect(9, '::ffff:192.0.2.1')],
    ['a secure socket', () => tls.connect({ host: outside, port: 9 })],
    ['a datagram', () => dgram.createSocket('udp4').send('a', 9, outside)],
  ])('refuses %s to the outside', (_, attempt) => {
    expect(attempt).toThrow('Tests reach this machine only');
    expect(takeRefusedAttempts()).toHaveLength(1);
  });

  it('refuses fetch to the outside, by address and by name', async () => {
    await expect(fetch(`http://${outside}/`)).rejects.toThrow('fetch failed');
    await expect(fetch('http://crm.example/')).rejects.toThrow('fetch failed');
    expect(takeRefusedAttempts()).toEqual([
      `a connection to ${outside}`,
      'a connection to crm.example',
    ]);
  });

  it('refuses name look-ups', async () => {
    await expect(lookup('crm.example')).rejects.toThrow('a look-up of crm.example');
    expect(takeRefusedAttempts()).toHaveLength(1);
  });

  it('lets connections to this machine pass', async () => {
    const server = createServer((_request, response) => response.end('here'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    for (const host of ['127.0.0.1', 'localhost']) {
      const answer = await fetch(`http://${host}:${port}/`);
      expect(await answer.text()).toBe('here');
    }
    server.close();
    expect(takeRefusedAttempts()).toEqual([]);
  });
});
