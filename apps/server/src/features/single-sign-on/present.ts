/** From rows to what crosses the wire, every member written out; secrets are in none. */
import { X509Certificate } from 'node:crypto';
import type { SsoDomain, SsoProvider } from '@partneros/contract/single-sign-on';
import { addressesOf, proofRecord, speaksFor } from './rules.ts';
import type { DomainRow, ProviderRow } from './tables.ts';

export function presentDomain(row: DomainRow): SsoDomain {
  return {
    id: row.id,
    domain: row.domain,
    state: row.verifiedAt === null ? 'claimed' : 'proven',
    record: proofRecord(row),
    providerId: row.providerId,
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

export function presentProvider(
  row: ProviderRow,
  domainIds: string[],
  baseUrl: string,
): SsoProvider {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    enabled: row.enabled,
    justInTime: row.justInTime,
    defaultRole: row.defaultRole,
    domainIds,
    speaksFor: speaksFor[row.authority],
    issuer: row.issuer,
    clientId: row.clientId,
    hasClientSecret: row.clientSecretSealed !== null,
    ssoUrl: row.ssoUrl,
    certificates: row.certificates.map(presentCertificate),
    ...addressesOf(baseUrl, row),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function presentCertificate(pem: string): SsoProvider['certificates'][number] {
  const certificate = new X509Certificate(pem);
  return {
    subject: certificate.subject.replaceAll('\n', ', '),
    sha256: certificate.fingerprint256,
    validUntil: certificate.validToDate.toISOString(),
  };
}
