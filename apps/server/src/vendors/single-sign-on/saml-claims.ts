/** What a signed assertion says, checked against what was asked. Only verified bytes come in here. */
import {
  type AssertedPerson,
  type SamlAssertion,
  type SamlProvider,
  type SamlService,
  SsoFailure,
} from './port.ts';
import { childrenOf, onlyChild, type XmlElement } from './xml-tree.ts';

export interface Expected {
  provider: SamlProvider;
  service: SamlService;
  requestId: string;
  now: Date;
}

/** Milliseconds by which two clocks may differ. */
const skew = 60_000;
const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';

/** Names under which providers send an address, and a person's name. */
const addressNames = new Set([
  'email',
  'mail',
  'emailaddress',
  'urn:oid:0.9.2342.19200300.100.1.3',
  'urn:oid:1.2.840.113549.1.9.1',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
]);
const personNames = new Set([
  'displayname',
  'name',
  'urn:oid:2.16.840.1.113730.3.1.241',
  'http://schemas.microsoft.com/identity/claims/displayname',
]);

/** @throws SsoFailure */
export function readAssertion(assertion: XmlElement, expected: Expected): SamlAssertion {
  if (onlyChild(assertion, 'Issuer').text !== expected.provider.entityId) throw invalid('issuer');
  const subject = onlyChild(assertion, 'Subject');
  const expiresAt = checkConfirmation(subject, expected);
  checkConditions(onlyChild(assertion, 'Conditions'), expected);
  checkStatements(assertion, expected);
  const assertionId = assertion.attributes.get('ID') ?? '';
  if (assertionId === '' || assertionId.length > 255) throw invalid('assertion_id');
  return { person: personOf(assertion, subject), assertionId, expiresAt };
}

/** The unsigned envelope, where it says anything: it may not contradict. */
export function checkEnvelope(response: XmlElement, { provider, service, requestId }: Expected) {
  const destination = response.attributes.get('Destination') ?? service.acsUrl;
  if (destination !== service.acsUrl) throw invalid('destination');
  const inResponseTo = response.attributes.get('InResponseTo') ?? requestId;
  if (inResponseTo !== requestId) throw invalid('in_response_to');
  const [issuer] = childrenOf(response, 'Issuer');
  if (issuer && issuer.text !== provider.entityId) throw invalid('issuer');
}

function checkConfirmation(subject: XmlElement, { service, requestId, now }: Expected): Date {
  const confirmation = onlyChild(subject, 'SubjectConfirmation');
  const data = onlyChild(confirmation, 'SubjectConfirmationData').attributes;
  if (confirmation.attributes.get('Method') !== bearer) throw invalid('confirmation');
  if (data.get('Recipient') !== service.acsUrl) throw invalid('recipient');
  if (data.get('InResponseTo') !== requestId) throw invalid('in_response_to');
  if (data.has('NotBefore')) throw invalid('confirmation');
  const end = momentOf(data.get('NotOnOrAfter'));
  if (end === null) throw invalid('no_end');
  requireBefore(end, now);
  return new Date(end.getTime() + skew);
}

function checkConditions(conditions: XmlElement, { service, now }: Expected): void {
  const start = momentOf(conditions.attributes.get('NotBefore'));
  if (start && start.getTime() - skew > now.getTime()) throw invalid('not_yet_valid');
  const end = momentOf(conditions.attributes.get('NotOnOrAfter'));
  if (end) requireBefore(end, now);
  const restrictions = childrenOf(conditions, 'AudienceRestriction');
  const forUs = restrictions.every((one) =>
    childrenOf(one, 'Audience').some(({ text }) => text === service.entityId),
  );
  if (restrictions.length === 0 || !forUs) throw invalid('audience');
}

function checkStatements(assertion: XmlElement, { now }: Expected): void {
  const [statement] = childrenOf(assertion, 'AuthnStatement');
  if (!statement) throw invalid('no_authentication');
  const end = momentOf(statement.attributes.get('SessionNotOnOrAfter'));
  if (end) requireBefore(end, now);
}

function requireBefore(end: Date, now: Date): void {
  if (now.getTime() >= end.getTime() + skew) throw invalid('expired');
}

function momentOf(text: string | undefined): Date | null {
  if (text === undefined) return null;
  // UTC, as the standard demands; anything looser would be read in our own time zone.
  const matches = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(text);
  const moment = new Date(text);
  if (!matches || Number.isNaN(moment.getTime())) throw invalid('time');
  return moment;
}

function personOf(assertion: XmlElement, subject: XmlElement): AssertedPerson {
  const nameId = onlyChild(subject, 'NameID');
  const name = nameId.text.trim();
  if (nameId.children.length > 0 || name === '' || name.length > 255) throw invalid('subject');
  if (nameId.attributes.get('Format') === transient) throw invalid('subject_transient');
  const address = attributeOf(assertion, addressNames) ?? (name.includes('@') ? name : null);
  return {
    subject: name,
    email: address,
    // SAML has no word for it: who asserts an address vouches for it.
    emailVerified: true,
    name: attributeOf(assertion, personNames),
  };
}

/** The one value of the attribute; null when it is not there. Several are nobody's. */
function attributeOf(assertion: XmlElement, names: ReadonlySet<string>): string | null {
  const values = childrenOf(assertion, 'AttributeStatement')
    .flatMap((statement) => childrenOf(statement, 'Attribute'))
    .filter(({ attributes }) => names.has((attributes.get('Name') ?? '').toLowerCase()))
    .flatMap((attribute) => childrenOf(attribute, 'AttributeValue'));
  const texts = new Set(values.map(({ text }) => text.trim()).filter((text) => text !== ''));
  if (texts.size > 1 || values.some(({ children }) => children.length > 0)) {
    throw invalid('attribute_twice');
  }
  return [...texts][0] ?? null;
}

function invalid(reason: string): SsoFailure {
  return new SsoFailure('invalid', reason);
}
