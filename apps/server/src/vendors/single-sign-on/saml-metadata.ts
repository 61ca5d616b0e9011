/** Metadata: ours as a document, a provider's as the few facts that we need. */
import { type SamlProvider, type SamlService, SsoFailure } from './port.ts';
import { childrenOf, everyElement, readXml, type XmlElement } from './xml-tree.ts';

const redirectBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
const postBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol';

export function writeMetadata({ entityId, acsUrl }: SamlService): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escape(entityId)}">`,
    `  <SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" protocolSupportEnumeration="${protocol}">`,
    '    <NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</NameIDFormat>',
    `    <AssertionConsumerService Binding="${postBinding}" Location="${escape(acsUrl)}" index="0" isDefault="true"/>`,
    '  </SPSSODescriptor>',
    '</EntityDescriptor>',
    '',
  ].join('\n');
}

/** @throws SsoFailure when it describes no provider that takes requests by redirect */
export function readProviderMetadata(xml: string): SamlProvider {
  const entities = [...everyElement(readXml(xml))].filter(
    (element) =>
      element.name === 'EntityDescriptor' && childrenOf(element, 'IDPSSODescriptor').length > 0,
  );
  const [entity] = entities;
  if (!entity || entities.length > 1) throw new SsoFailure('invalid', 'not_one_provider');
  const [role] = childrenOf(entity, 'IDPSSODescriptor');
  const entityId = entity.attributes.get('entityID');
  const ssoUrl = role && locationOf(role);
  const certificates = role ? certificatesOf(role) : [];
  if (!entityId || !ssoUrl || certificates.length === 0) {
    throw new SsoFailure('invalid', 'metadata_incomplete');
  }
  return { entityId, ssoUrl, certificates };
}

function locationOf(role: XmlElement): string | undefined {
  const services = childrenOf(role, 'SingleSignOnService');
  const service = services.find(({ attributes }) => attributes.get('Binding') === redirectBinding);
  return service?.attributes.get('Location');
}

function certificatesOf(role: XmlElement): string[] {
  return childrenOf(role, 'KeyDescriptor')
    .filter(({ attributes }) => (attributes.get('use') ?? 'signing') === 'signing')
    .flatMap((key) => [...everyElement(key)])
    .filter(({ name }) => name === 'X509Certificate')
    .map(({ text }) => text.replaceAll(/\s+/g, ''));
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
