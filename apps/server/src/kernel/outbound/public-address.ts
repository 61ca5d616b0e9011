import { BlockList, isIP } from 'node:net';

/**
 * IPv4 ranges that are not plain unicast on the public internet: IANA's special-purpose registry
 * (RFC 6890 and later), multicast and class E. Cloud metadata addresses lie in 169.254.0.0/16,
 * 100.64.0.0/10 and 192.0.0.0/24; 168.63.129.16 is Azure's host agent, an ordinary unicast address
 * to every library, reachable from inside only.
 */
const special4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Inside 2000::/3, the only range that IANA has given out for global unicast: protocol assignments
 * with Teredo and ORCHID (2001::/23), documentation (2001:db8::/32, 3fff::/20) and 6to4, which
 * carries an IPv4 address (2002::/16).
 */
const special6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const refused4 = new BlockList();
for (const [network, prefix] of special4) refused4.addSubnet(network, prefix, 'ipv4');

const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

const refused6 = new BlockList();
for (const [network, prefix] of special6) refused6.addSubnet(network, prefix, 'ipv6');

/**
 * Whether an IP address, in the notation that the resolver or the URL parser gives it, is a unicast
 * address on the public internet. IPv6 forms that wrap an IPv4 address (mapped, NAT64, 6to4) are
 * refused whatever they wrap; so is anything that is no IP address.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !refused4.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  return global6.check(address, 'ipv6') && !refused6.check(address, 'ipv6');
}
