/**
 * The address that a request is counted under: the peer's, or, behind a trusted proxy, the last
 * address in X-Forwarded-For that is no trusted proxy. IPv6 counts by /64 (spec 09).
 */
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { sha256 } from '../crypto/tokens.ts';

export type ClientAddress = (peer: string | undefined, forwardedFor: string | undefined) => string;

/** @param trustedProxies addresses or CIDR ranges */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const proxies = new BlockList();
  for (const entry of trustedProxies) addTo(proxies, entry);
  const isProxy = (address: string) =>
    isIPv4(address) ? proxies.check(address) : isIPv6(address) && proxies.check(address, 'ipv6');

  return (peer, forwardedFor) => {
    const chain = (forwardedFor ?? '').split(',').map((part) => unmapped(part.trim()));
    let address = unmapped(peer ?? '');
    while (isProxy(address)) {
      const before = chain.pop();
      if (before === undefined || !(isIPv4(before) || isIPv6(before))) break;
      address = before;
    }
    return isIPv6(address) ? network64(address) : address;
  };
}

/** An address as a counter's key: hashed, so that the table holds no personal data in the clear. */
export function addressKey(address: string): string {
  return sha256(address).slice(0, 32);
}

function addTo(list: BlockList, entry: string): void {
  const [network = '', prefix] = entry.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  if (prefix === undefined) list.addAddress(network, family);
  else list.addSubnet(network, Number(prefix), family);
}

function unmapped(address: string): string {
  return address.startsWith('::ffff:') && isIPv4(address.slice(7)) ? address.slice(7) : address;
}

function network64(address: string): string {
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const middle = address.includes('::')
    ? Array.from({ length: 8 - front.length - back.length }, () => '0')
    : [];
  return `${[...front, ...middle, ...back].slice(0, 4).join(':')}::/64`;
}
