/**
 * Addresses that lead a server to where it must not go. All are written with https where the scheme
 * is not the point, so that no consumer refuses them for that alone.
 */

/** Names of the probes and what they resolve to; tests may try to connect to this machine's names. */
export const probeNames: Readonly<Record<string, string[]>> = {
  'loopback.probe.localhost': ['127.0.0.1'],
  'loopback6.probe.localhost': ['::1'],
  'private10.probe.localhost': ['10.1.2.3'],
  'private172.probe.localhost': ['172.16.0.9'],
  'private192.probe.localhost': ['192.168.1.1'],
  'metadata.probe.localhost': ['169.254.169.254'],
  'azure.probe.localhost': ['168.63.129.16'],
  'carrier.probe.localhost': ['100.64.0.1'],
  'mapped.probe.localhost': ['::ffff:10.0.0.1'],
  'nat64.probe.localhost': ['64:ff9b::a00:1'],
  'sixtofour.probe.localhost': ['2002:a00:1::1'],
  'unique-local.probe.localhost': ['fd00::1'],
  'link-local.probe.localhost': ['fe80::1'],
  'rebinding.probe.localhost': ['93.184.216.34', '127.0.0.1'],
  'rebinding6.probe.localhost': ['2606:4700::1111', '::1'],
  'zero.probe.localhost': ['0.0.0.0'],
  'nothing.probe.localhost': [],
};

const ipv4 = [
  '127.0.0.1 127.1 127.0.1 127.0.0.1. 127.255.255.254 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1',
  '0177.0.0.1 0177.1 017700000001 127.000.000.001 0 0.0.0.0 0x0 0.0.0.1 00.00.00.00',
  '%31%32%37.0.0.1 ①②⑦.⓪.⓪.① 127。0。0。1 １２７.0.0.1',
  '10.0.0.1 10.255.255.255 167772161 0xa000001 012.0.0.1 172.16.0.1 172.31.255.255 192.168.0.1',
  '3232235521 0xc0a80001 169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.0.1',
  '168.63.129.16 2822734096 100.64.0.1 100.100.100.200 100.127.255.255 192.0.0.1 192.0.0.192',
  '192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1',
  '239.255.255.250 240.0.0.1 255.255.255.255 4294967295',
].flatMap((line) => line.split(' '));

const ipv6 = [
  '::1 :: 0:0:0:0:0:0:0:1 0000::0001 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1',
  '::ffff:169.254.169.254 ::ffff:a9fe:a9fe ::127.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1',
  '64:ff9b::169.254.169.254 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2001:20::1 2002:7f00:1::1',
  '2002:a9fe:a9fe::1 3fff::1 fc00::1 fd00:ec2::254 fdff::1 fe80::1 fe80::a9fe:a9fe fec0::1',
  'ff02::1 ff05::1 5f00::1 4000::1',
].flatMap((line) => line.split(' '));

const elsewhere = [
  // The part before the @ is a password, the part behind it the host.
  'https://93.184.216.34@127.0.0.1/',
  'https://example.com@10.0.0.1/',
  'https://user:password@metadata.probe.localhost/',
  'https://user@example.com/',
  'https://example.com%2f@127.0.0.1/',
  'https://127.0.0.1#@example.com/',
  'https://127.0.0.1?@example.com/',
  'https://127.0.0.1\\@example.com/',
  'https:127.0.0.1/',
  'https:///127.0.0.1/',
  'https:\\\\127.0.0.1/',
  // Ports of other services, at hosts that would be allowed.
  ...[1, 21, 22, 25, 53, 110, 143, 389, 445, 993, 1433, 2375, 3000, 3306, 5432, 6379, 8080, 8443]
    .concat(9200, 11211, 27017, 65535)
    .map((port) => `https://93.184.216.34:${port}/`),
];

/** What is no web address at all. */
const schemes = [
  'gopher://93.184.216.34:80/_x',
  'file:///etc/passwd',
  'ftp://93.184.216.34/',
  'dict://93.184.216.34:2628/d',
  'ldap://93.184.216.34/',
  'tftp://93.184.216.34/',
  'ws://93.184.216.34/',
  'data:text/html,x',
  'javascript:alert(1)',
  'blob:https://example.com/x',
  'jar:https://example.com!/x',
  'unix:/var/run/docker.sock',
];

export const probes: readonly string[] = [
  ...ipv4.map((host) => `https://${host}/`),
  ...ipv6.map((host) => `https://[${host}]/`),
  ...Object.keys(probeNames).map((name) => `https://${name}/`),
  ...elsewhere,
  ...schemes,
];
