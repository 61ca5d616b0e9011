import { isIP } from 'node:net';
import { type GuardParts, isExempt } from './connector.ts';
import { isPublicAddress } from './public-address.ts';

/** Default ports of the two schemes; an empty port in a parsed URL means one of them. */
const allowedPorts = new Set(['', '80', '443']);

/** The host of a URL without the brackets of an IPv6 literal. */
function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/**
 * Why a URL may not be requested with reach `public`, or null.
 *
 * The URL parser has by then turned every notation of an IPv4 address (decimal, octal, hexadecimal,
 * shortened, with a trailing dot) into dotted decimals. Names are judged again by what they resolve
 * to, in the connector.
 */
export function refusalOf(url: URL, guard?: GuardParts): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'Only http and https are allowed.';
  if (url.username !== '' || url.password !== '') return 'Credentials in a URL are not allowed.';
  if (guard && isExempt(guard, url)) return null;
  return refusalOfHost(url, guard);
}

function refusalOfHost(url: URL, guard: GuardParts | undefined): string | null {
  if (guard?.ownNames?.has(url.hostname.replace(/\.$/, ''))) return 'The host is this program.';
  if (!allowedPorts.has(url.port)) return 'Only the ports 80 and 443 are allowed.';
  const host = bareHost(url);
  if (isIP(host) !== 0 && !isPublicAddress(host))
    return 'The address is not on the public internet.';
  return null;
}
