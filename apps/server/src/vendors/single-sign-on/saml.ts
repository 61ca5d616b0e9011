/**
 * SAML 2.0 by node-saml: it makes requests and verifies signatures. What an answer may look like and
 * what its assertion says is checked by us, on the bytes that the signature covers.
 */
import { type SamlProvider, type SamlService, type SamlVendor, SsoFailure } from './port.ts';
import { checkEnvelope, type Expected, readAssertion } from './saml-claims.ts';
import { readProviderMetadata, writeMetadata } from './saml-metadata.ts';
import { checkShape } from './saml-shape.ts';
import { readXml } from './xml-tree.ts';

/** Loaded when first used: most installations never do. */
const library = () => import('@node-saml/node-saml');

/** Base64 of 256 KiB, line breaks allowed. */
const maximumLength = 400_000;

export function createSamlVendor(): SamlVendor {
  return {
    async requestUrl(provider, service, { id, relayState }) {
      const saml = await configure(provider, service, id);
      return saml.getAuthorizeUrlAsync(relayState, undefined, {});
    },
    async check(provider, service, { samlResponse, requestId, now }) {
      const expected: Expected = { provider, service, requestId, now };
      const response = readXml(decode(samlResponse));
      checkShape(response);
      checkEnvelope(response, expected);
      const verified = await verify(provider, service, samlResponse);
      return readAssertion(readXml(verified), expected);
    },
    metadata: writeMetadata,
    readMetadata: readProviderMetadata,
  };
}

async function configure(provider: SamlProvider, service: SamlService, requestId: string) {
  const { SAML, ValidateInResponseTo } = await library();
  return new SAML({
    entryPoint: provider.ssoUrl,
    idpIssuer: provider.entityId,
    idpCert: [...provider.certificates],
    issuer: service.entityId,
    callbackUrl: service.acsUrl,
    generateUniqueId: () => requestId,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    // Audience, times and InResponseTo are checked by us: by the program's clock, against our row.
    audience: false,
    acceptedClockSkewMs: -1,
    validateInResponseTo: ValidateInResponseTo.never,
  });
}

/** @returns the assertion exactly as it was signed */
async function verify(
  provider: SamlProvider,
  service: SamlService,
  samlResponse: string,
): Promise<string> {
  const saml = await configure(provider, service, 'unused');
  try {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: samlResponse });
    const xml = profile?.getAssertionXml?.();
    if (xml !== undefined) return xml;
  } catch (error) {
    throw new SsoFailure('invalid', 'signature', { cause: error });
  }
  throw new SsoFailure('invalid', 'signature');
}

function decode(samlResponse: string): string {
  if (samlResponse.length > maximumLength) throw new SsoFailure('invalid', 'xml_too_large');
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(samlResponse)) throw new SsoFailure('invalid', 'base64');
  return Buffer.from(samlResponse, 'base64').toString('utf8');
}
