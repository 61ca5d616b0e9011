/**
 * SAML messages as text. They are written in the form that exclusive canonicalization would give them
 * (no self-closing tags, attributes in order, namespaces where they are first used), so that signing
 * needs no XML library: what is written is what is signed.
 */
import { createHash, type KeyObject, randomUUID, sign } from 'node:crypto';

const assertionNamespace = 'urn:oasis:names:tc:SAML:2.0:assertion';
const protocolNamespace = 'urn:oasis:names:tc:SAML:2.0:protocol';
const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';

export interface AssertionFacts {
  id: string;
  issuer: string;
  nameId: string;
  nameIdFormat: string;
  audience: string;
  recipient: string;
  inResponseTo: string;
  issuedAt: Date;
  notBefore: Date;
  notOnOrAfter: Date;
  attributes: Record<string, string>;
}

export interface ResponseFacts {
  issuer: string;
  destination: string;
  inResponseTo: string;
  status: string;
}

export interface Signing {
  privateKey: KeyObject;
  algorithm: 'sha256' | 'sha1';
  /** Put into KeyInfo as it is. */
  certificate?: string;
}

export const newMessageId = () => `_${randomUUID()}`;

/** An assertion without signature; `{signature}` marks where one belongs. */
function assertionXml(facts: AssertionFacts): string {
  const { id, issuedAt, notBefore, notOnOrAfter } = facts;
  return (
    `<saml:Assertion xmlns:saml="${assertionNamespace}" ID="${id}" IssueInstant="${issuedAt.toISOString()}" Version="2.0">` +
    `<saml:Issuer>${text(facts.issuer)}</saml:Issuer>{signature}` +
    `<saml:Subject><saml:NameID Format="${facts.nameIdFormat}">${facts.nameId}</saml:NameID>` +
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">' +
    `<saml:SubjectConfirmationData InResponseTo="${facts.inResponseTo}" NotOnOrAfter="${notOnOrAfter.toISOString()}" Recipient="${text(facts.recipient)}"></saml:SubjectConfirmationData>` +
    '</saml:SubjectConfirmation></saml:Subject>' +
    `<saml:Conditions NotBefore="${notBefore.toISOString()}" NotOnOrAfter="${notOnOrAfter.toISOString()}">` +
    `<saml:AudienceRestriction><saml:Audience>${text(facts.audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    `<saml:AuthnStatement AuthnInstant="${issuedAt.toISOString()}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>` +
    `${attributeStatement(facts.attributes)}</saml:Assertion>`
  );
}

function attributeStatement(attributes: Record<string, string>): string {
  const entries = Object.entries(attributes);
  if (entries.length === 0) return '';
  const each = entries.map(
    ([name, value]) =>
      `<saml:Attribute Name="${text(name)}"><saml:AttributeValue>${text(value)}</saml:AttributeValue></saml:Attribute>`,
  );
  return `<saml:AttributeStatement>${each.join('')}</saml:AttributeStatement>`;
}

/** The signature over an unsigned assertion's text, to be put in the marked place. */
function signatureXml(unsigned: string, id: string, signing: Signing): string {
  const canonical = unsigned.replace('{signature}', '');
  const { algorithm, privateKey, certificate } = signing;
  const digest = createHash(algorithm).update(canonical, 'utf8').digest('base64');
  const method =
    algorithm === 'sha256'
      ? 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
      : `${dsig}rsa-sha1`;
  const digestMethod =
    algorithm === 'sha256' ? 'http://www.w3.org/2001/04/xmlenc#sha256' : `${dsig}sha1`;
  const signedInfo =
    `<ds:SignedInfo xmlns:ds="${dsig}"><ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${method}"></ds:SignatureMethod>` +
    `<ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="${dsig}enveloped-signature"></ds:Transform>` +
    `<ds:Transform Algorithm="${exclusive}"></ds:Transform></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="${digestMethod}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
  const value = sign(`RSA-${algorithm.toUpperCase()}`, Buffer.from(signedInfo), privateKey);
  const keyInfo = certificate
    ? `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${bare(certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`
    : '';
  return (
    `<ds:Signature xmlns:ds="${dsig}">${signedInfo}` +
    `<ds:SignatureValue>${value.toString('base64')}</ds:SignatureValue>${keyInfo}</ds:Signature>`
  );
}

/** A whole signed assertion. */
export function signedAssertion(facts: AssertionFacts, signing: Signing): string {
  const unsigned = assertionXml(facts);
  return unsigned.replace('{signature}', signatureXml(unsigned, facts.id, signing));
}

/** The envelope around whatever it is given. */
export function responseXml(facts: ResponseFacts, content: string): string {
  const { destination, inResponseTo, issuer, status } = facts;
  return (
    `<samlp:Response xmlns:samlp="${protocolNamespace}" Destination="${text(destination)}" ID="${newMessageId()}" InResponseTo="${inResponseTo}" IssueInstant="${new Date().toISOString()}" Version="2.0">` +
    `<saml:Issuer xmlns:saml="${assertionNamespace}">${text(issuer)}</saml:Issuer>` +
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"></samlp:StatusCode></samlp:Status>` +
    `${content}</samlp:Response>`
  );
}

/** A provider's metadata. */
export function metadataXml(entityId: string, ssoUrl: string, certificate: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${text(entityId)}">` +
    `<md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="${protocolNamespace}">` +
    `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${dsig}"><ds:X509Data><ds:X509Certificate>${bare(certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>` +
    `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${text(ssoUrl)}"/>` +
    '</md:IDPSSODescriptor></md:EntityDescriptor>'
  );
}

function bare(certificate: string): string {
  return certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
