/**
 * A SAML 2.0 identity provider: takes an AuthnRequest by redirect, answers by a form that the browser
 * posts. Honest unless told otherwise; `hostile` bends facts, the signing or the finished text.
 */
import { inflateRawSync } from 'node:zlib';
import { createKeyWithCertificate, type KeyWithCertificate } from './certificate.ts';
import { serveLocally } from './local-server.ts';
import {
  type AssertionFacts,
  metadataXml,
  newMessageId,
  type ResponseFacts,
  responseXml,
  type Signing,
  signedAssertion,
} from './saml-message.ts';

export interface SamlPerson {
  nameId: string;
  nameIdFormat?: string;
  attributes?: Record<string, string>;
}

export interface HostileSaml {
  facts?: Partial<AssertionFacts>;
  response?: Partial<ResponseFacts>;
  signing?: Partial<Signing>;
  /** Makes the whole message from the signed assertion and the envelope around it. */
  message?: (made: {
    assertion: string;
    facts: AssertionFacts;
    wrap(content: string): string;
  }) => string;
}

/** What the browser posts, and where to. */
export interface SamlPost {
  acsUrl: string;
  form: { SAMLResponse: string; RelayState: string };
}

export interface SamlProvider {
  entityId: string;
  ssoUrl: string;
  metadataUrl: string;
  /** `host:port`. */
  host: string;
  keys: KeyWithCertificate;
  person: SamlPerson;
  hostile: HostileSaml;
  /** A browser arrives with our request. @returns what it posts back */
  visit(redirectUrl: string): SamlPost;
  close(): Promise<void>;
}

const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const minute = 60_000;

export async function startSamlProvider(person: SamlPerson): Promise<SamlProvider> {
  const keys = createKeyWithCertificate('Simulated identity provider');
  const server = await serveLocally(({ path }) =>
    path === '/metadata'
      ? { body: metadataXml(provider.entityId, provider.ssoUrl, keys.certificate) }
      : { status: 404 },
  );
  const provider: SamlProvider = {
    entityId: `${server.url}/entity`,
    ssoUrl: `${server.url}/sso`,
    metadataUrl: `${server.url}/metadata`,
    host: server.host,
    keys,
    person,
    hostile: {},
    visit: (redirectUrl) => answer(provider, redirectUrl),
    close: server.close,
  };
  return provider;
}

function answer(provider: SamlProvider, redirectUrl: string): SamlPost {
  const query = new URL(redirectUrl).searchParams;
  const request = inflateRawSync(Buffer.from(query.get('SAMLRequest') ?? '', 'base64')).toString();
  const acsUrl = attribute(request, 'AssertionConsumerServiceURL');
  const inResponseTo = attribute(request, 'ID');
  const audience = /<saml:Issuer[^>]*>([^<]*)</.exec(request)?.[1] ?? '';
  const { hostile, keys, person } = provider;
  const now = Date.now();
  const facts: AssertionFacts = {
    id: newMessageId(),
    issuer: provider.entityId,
    nameId: person.nameId,
    nameIdFormat: person.nameIdFormat ?? persistent,
    audience,
    recipient: acsUrl,
    inResponseTo,
    issuedAt: new Date(now),
    notBefore: new Date(now - minute),
    notOnOrAfter: new Date(now + 5 * minute),
    attributes: person.attributes ?? {},
    ...hostile.facts,
  };
  const assertion = signedAssertion(facts, {
    privateKey: keys.privateKey,
    algorithm: 'sha256',
    certificate: keys.certificate,
    ...hostile.signing,
  });
  const envelope = {
    issuer: provider.entityId,
    destination: acsUrl,
    inResponseTo,
    status: 'Success',
    ...hostile.response,
  };
  const wrap = (content: string) => responseXml(envelope, content);
  const message = hostile.message?.({ assertion, facts, wrap }) ?? wrap(assertion);
  return {
    acsUrl,
    form: {
      SAMLResponse: Buffer.from(message, 'utf8').toString('base64'),
      RelayState: query.get('RelayState') ?? '',
    },
  };
}

function attribute(xml: string, name: string): string {
  return (new RegExp(` ${name}="([^"]*)"`).exec(xml)?.[1] ?? '').replaceAll('&amp;', '&');
}
