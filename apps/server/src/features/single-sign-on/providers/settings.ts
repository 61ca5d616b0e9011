/** What a provider is reached and recognised by, read from what an administrator gave. */
import { X509Certificate } from 'node:crypto';
import type { AddProviderBody, UpdateProviderBody } from '@partneros/contract/single-sign-on';
import { Problem } from '../../../kernel/http/problem.ts';
import { OutboundFailure } from '../../../kernel/outbound/failure.ts';
import type { FetchPublic } from '../../../kernel/outbound/fetch-public.ts';
import { type SamlProvider, SsoFailure } from '../../../vendors/single-sign-on/port.ts';
import type { SingleSignOnParts } from '../parts.ts';

export interface ProviderSettings {
  issuer: string;
  clientId: string | null;
  clientSecret: string | null;
  ssoUrl: string | null;
  certificates: string[];
}

const maximumMetadataBytes = 256 * 1024;
const smallestRsaKey = 2048;

/** @throws Problem validation_failed naming the property, upstream_failed for metadata not read */
export async function readSettings(
  parts: SingleSignOnParts,
  body: AddProviderBody,
): Promise<ProviderSettings> {
  if (body.kind === 'oidc') {
    const { issuer, clientId, clientSecret } = body;
    requireHttps(parts.fetchPublic, 'issuer', issuer);
    return { issuer, clientId, clientSecret, ssoUrl: null, certificates: [] };
  }
  const { entityId, ssoUrl, certificates } = await readSaml(parts, body);
  requireHttps(parts.fetchPublic, 'ssoUrl', ssoUrl);
  return {
    issuer: entityId,
    clientId: null,
    clientSecret: null,
    ssoUrl,
    certificates: readCertificates(certificates),
  };
}

/** What a change sets, checked likewise. */
export function readChangedSettings(
  parts: SingleSignOnParts,
  kind: 'oidc' | 'saml',
  body: UpdateProviderBody,
): Partial<ProviderSettings> {
  const foreign =
    kind === 'oidc'
      ? (['entityId', 'ssoUrl', 'certificates'] as const)
      : (['issuer', 'clientId', 'clientSecret'] as const);
  const misplaced = foreign.find((property) => body[property] !== undefined);
  if (misplaced) throw wrong(misplaced, 'A provider of this kind has no such property.');
  const { issuer, ssoUrl, entityId, certificates, clientId, clientSecret } = body;
  if (issuer !== undefined) requireHttps(parts.fetchPublic, 'issuer', issuer);
  if (ssoUrl !== undefined) requireHttps(parts.fetchPublic, 'ssoUrl', ssoUrl);
  const name = issuer ?? entityId;
  return {
    ...(name !== undefined && { issuer: name }),
    ...(clientId !== undefined && { clientId }),
    ...(clientSecret !== undefined && { clientSecret }),
    ...(ssoUrl !== undefined && { ssoUrl }),
    ...(certificates !== undefined && { certificates: readCertificates(certificates) }),
  };
}

async function readSaml(
  parts: SingleSignOnParts,
  body: Extract<AddProviderBody, { kind: 'saml' }>,
): Promise<SamlProvider> {
  if ('entityId' in body) return body;
  if ('metadataXml' in body) return readMetadata(parts, 'metadataXml', body.metadataXml);
  requireHttps(parts.fetchPublic, 'metadataUrl', body.metadataUrl);
  const xml = await fetchMetadata(parts.fetchPublic, body.metadataUrl);
  return readMetadata(parts, 'metadataUrl', xml);
}

function readMetadata({ saml }: SingleSignOnParts, property: string, xml: string): SamlProvider {
  try {
    return saml.readMetadata(xml);
  } catch (error) {
    if (!(error instanceof SsoFailure)) throw error;
    throw wrong(property, `This is no metadata of one SAML provider (${error.reason}).`);
  }
}

async function fetchMetadata(fetchPublic: FetchPublic, url: string): Promise<string> {
  try {
    const answer = await fetchPublic.fetch({ url, maxBytes: maximumMetadataBytes });
    if (answer.status === 200) return answer.text;
  } catch (error) {
    if (!(error instanceof OutboundFailure)) throw error;
    if (error.kind === 'forbidden') throw wrong('metadataUrl', error.message);
    throw unread(error);
  }
  throw unread();
}

function unread(cause?: unknown): Problem {
  return new Problem('upstream_failed', 'The metadata could not be read from there.', { cause });
}

function requireHttps(fetchPublic: FetchPublic, property: string, address: string): void {
  const url = new URL(address);
  if (url.protocol === 'https:' || fetchPublic.isExempt(url)) return;
  throw wrong(property, 'Must be an https address.');
}

/** As PEM, each known to be a certificate with a key that is strong enough. */
function readCertificates(texts: readonly string[]): string[] {
  return texts.map((text) => {
    const certificate = parseCertificate(text);
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    const bits = asymmetricKeyDetails?.modulusLength ?? 0;
    if (asymmetricKeyType !== 'rsa' || bits < smallestRsaKey) {
      throw wrong('certificates', `Must hold an RSA key of at least ${smallestRsaKey} bits.`);
    }
    return certificate.toString();
  });
}

function parseCertificate(text: string): X509Certificate {
  const pem = text.includes('-----BEGIN')
    ? text
    : `-----BEGIN CERTIFICATE-----\n${text.replaceAll(/\s+/g, '')}\n-----END CERTIFICATE-----\n`;
  try {
    return new X509Certificate(pem);
  } catch {
    throw wrong('certificates', 'Must be X.509 certificates as PEM or base64.');
  }
}

function wrong(path: string, message: string): Problem {
  return new Problem('validation_failed', 'The request body is not valid.', {
    details: [{ path, message }],
  });
}
