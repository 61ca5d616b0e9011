/**
 * The shape that an answer must have before its signature is looked at: one assertion, signatures
 * exactly where they belong, nothing that a second reading could take for something else.
 */
import { SsoFailure } from './port.ts';
import { childrenOf, everyElement, onlyChild, type XmlElement } from './xml-tree.ts';

const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const dsigMore = 'http://www.w3.org/2001/04/xmldsig-more#';
const xmlenc = 'http://www.w3.org/2001/04/xmlenc#';

/** SHA-1 and HMAC are not among them. */
const algorithms = new Set([
  `${dsigMore}rsa-sha256`,
  `${dsigMore}rsa-sha512`,
  `${xmlenc}sha256`,
  `${xmlenc}sha512`,
  `${dsig}enveloped-signature`,
  'http://www.w3.org/2001/10/xml-exc-c14n#',
]);

/** @throws SsoFailure */
export function checkShape(response: XmlElement): void {
  const all = [...everyElement(response)];
  if (response.name !== 'Response' || response.attributes.get('Version') !== '2.0') {
    throw invalid('no_response');
  }
  checkStatus(response);
  const assertions = all.filter(({ name }) => name === 'Assertion');
  if (all.some(({ name }) => name === 'EncryptedAssertion')) throw invalid('encrypted');
  const [assertion] = assertions;
  if (assertions.length !== 1 || !assertion) throw invalid('not_one_assertion');
  if (!response.children.includes(assertion)) throw invalid('assertion_misplaced');
  checkIds(all);
  checkSignatures(all, response, assertion);
}

function checkStatus(response: XmlElement): void {
  const code = onlyChild(onlyChild(response, 'Status'), 'StatusCode').attributes.get('Value');
  if (code !== 'urn:oasis:names:tc:SAML:2.0:status:Success') {
    throw new SsoFailure('denied', 'status');
  }
}

function checkIds(all: readonly XmlElement[]): void {
  const ids = all.flatMap(({ attributes }) =>
    [...attributes].filter(([name]) => /^(?:.*:)?id$/i.test(name)).map(([, value]) => value),
  );
  if (new Set(ids).size !== ids.length) throw invalid('id_twice');
}

function checkSignatures(
  all: readonly XmlElement[],
  response: XmlElement,
  assertion: XmlElement,
): void {
  const ofAssertion = childrenOf(assertion, 'Signature');
  const placed = [...ofAssertion, ...childrenOf(response, 'Signature')];
  if (ofAssertion.length === 0) throw invalid('assertion_unsigned');
  if (all.filter(({ name }) => name === 'Signature').length !== placed.length) {
    throw invalid('signature_misplaced');
  }
  for (const parent of [response, assertion]) {
    const own = childrenOf(parent, 'Signature');
    if (own.length > 1) throw invalid('signature_twice');
    for (const signature of own) checkSignature(signature, parent);
  }
}

function checkSignature(signature: XmlElement, parent: XmlElement): void {
  const inside = [...everyElement(signature)];
  const reference = onlyChild(onlyChild(signature, 'SignedInfo'), 'Reference');
  const id = parent.attributes.get('ID') ?? '';
  if (inside.filter(({ name }) => name === 'Reference').length !== 1) {
    throw invalid('reference_twice');
  }
  if (id === '' || reference.attributes.get('URI') !== `#${id}`) throw invalid('reference');
  if (inside.some(({ name }) => name === 'Object')) throw invalid('signature_object');
  for (const { attributes } of inside) {
    const algorithm = attributes.get('Algorithm');
    if (algorithm !== undefined && !algorithms.has(algorithm)) throw invalid('algorithm');
  }
}

function invalid(reason: string): SsoFailure {
  return new SsoFailure('invalid', reason);
}
