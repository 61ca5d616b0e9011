import { describe, expect, it } from 'vitest';
import { addressKey, createClientAddress } from './address.ts';

describe('the address of a client', () => {
  it('is the peer’s when no proxy is trusted, whatever the header says', () => {
    const address = createClientAddress([]);
    expect(address('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7');
    expect(address('127.0.0.1', '198.51.100.1')).toBe('127.0.0.1');
    expect(address(undefined, '198.51.100.1')).toBe('');
  });

  const address = createClientAddress(['10.0.0.0/8', '127.0.0.1', 'fd00::/8']);
  const cases: [string, string | undefined, string, string][] = [
    ['a stranger’s header is not believed', '198.51.100.1', '203.0.113.7', '203.0.113.7'],
    ['a proxy without the header counts itself', undefined, '10.1.2.3', '10.1.2.3'],
    ['a proxy tells its client', '198.51.100.1', '10.1.2.3', '198.51.100.1'],
    ['what the client made up stands before', '1.1.1.1, 198.51.100.1', '10.1.2.3', '198.51.100.1'],
    ['a chain of proxies is walked', '198.51.100.1, 10.9.9.9', '127.0.0.1', '198.51.100.1'],
    ['rubbish is not an address', 'unknown', '10.1.2.3', '10.1.2.3'],
    ['rubbish behind a proxy ends the walk', 'evil, 10.9.9.9', '10.1.2.3', '10.9.9.9'],
    ['an empty header is none', '', '10.1.2.3', '10.1.2.3'],
    ['an IPv4 peer in IPv6 form is IPv4', '198.51.100.1', '::ffff:10.1.2.3', '198.51.100.1'],
    ['a proxy on IPv6 is known', '198.51.100.1', 'fd12::1', '198.51.100.1'],
  ];
  it.each(cases)('%s', (_, forwardedFor, peer, expected) => {
    expect(address(peer, forwardedFor)).toBe(expected);
  });

  it('on IPv6 counts by /64: neighbours are one, the next network is another', () => {
    const one = address('2001:db8:1:2::1', undefined);
    expect(one).toBe('2001:db8:1:2::/64');
    expect(address('2001:DB8:1:2:ffff:ffff:ffff:ffff', undefined)).toBe(one);
    expect(address('2001:db8:1:2:3::', undefined)).toBe(one);
    expect(address('2001:db8:1:3::1', undefined)).not.toBe(one);
    expect(address('2001:db8::1', undefined)).toBe('2001:db8:0:0::/64');
    expect(address('::1', undefined)).toBe('0:0:0:0::/64');
  });

  it('is kept as a digest', () => {
    expect(addressKey('203.0.113.7')).toMatch(/^[0-9a-f]{32}$/);
    expect(addressKey('203.0.113.7')).not.toBe(addressKey('203.0.113.8'));
  });
});
