/** Decisions of single sign-on that need nothing but values. */
import type { Role } from '@partneros/contract/identity';
import type { SsoProvider } from '@partneros/contract/single-sign-on';
import type { ProviderRow } from './tables.ts';

/**
 * An asserted address as a user's, or null when it is none that mail could reach without doubt.
 * Judged as ASCII before it is put into lower case: other letters may fold into ASCII ones.
 */
export function normalAddress(address: string): { email: string; domain: string } | null {
  if (address.length > 254 || !/^[\x21-\x7e]+$/.test(address)) return null;
  const found = /^[^@"'<>(),:;\\[\]]+@((?:[a-z0-9-]+\.)+[a-z0-9-]{2,})$/.exec(
    address.toLowerCase(),
  );
  return found?.[1] === undefined ? null : { email: address.toLowerCase(), domain: found[1] };
}

const rank: Readonly<Record<ProviderRow['authority'], number>> = { owner: 3, admin: 2, other: 1 };

/** Under which authority a change of a provider stands: the role of whoever makes it. */
export function authorityOf(role: Role): ProviderRow['authority'] {
  return role === 'owner' || role === 'admin' ? role : 'other';
}

/**
 * Whether a provider may sign in somebody of that role. Whoever configures a provider could make it
 * say anything; without this rule an Admin could come in as an Owner by a provider of their own.
 */
export function maySpeakFor(authority: ProviderRow['authority'], role: Role): boolean {
  return rank[authority] >= rank[authorityOf(role)];
}

export const speaksFor: Readonly<Record<ProviderRow['authority'], SsoProvider['speaksFor']>> = {
  owner: 'everybody',
  admin: 'all_but_owners',
  other: 'members',
};

/** The TXT record that proves a domain. */
export function proofRecord({ domain, token }: { domain: string; token: string }) {
  return {
    type: 'TXT' as const,
    name: `_partneros.${domain}`,
    value: `partneros-verification=${token}`,
  };
}

/** Where a provider sends answers, and what it knows us by. */
export function addressesOf(baseUrl: string, provider: Pick<ProviderRow, 'id' | 'kind'>) {
  const folder = `${baseUrl}/api/auth/sso/${provider.kind}/${provider.id}`;
  return provider.kind === 'oidc'
    ? { callbackUrl: `${folder}/callback`, metadataUrl: null }
    : { callbackUrl: `${folder}/acs`, metadataUrl: `${folder}/metadata` };
}
