/** SAML messages that cheat: unsigned, wrapped, replayed, for others. None of them gets a session. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createKeyWithCertificate,
  type HostileSaml,
  type SamlPerson,
  type SamlPost,
  type SamlProvider,
  startSamlProvider,
} from '../../../../../simulators/index.ts';
import type { Client } from '../../../test/client.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { addOrganization } from '../../../test/organizations.ts';
import {
  addSamlProvider,
  Browser,
  proveDomain,
  refusalsOf,
  type SsoEnd,
  signInBySaml,
} from '../../../test/single-sign-on.ts';

const email = 'ada@saml.example';
const victim = 'owner@saml.example';
const ada: SamlPerson = { nameId: email };

let idp: SamlProvider;
let t: TestApp;
let owner: Client;
let providerId: string;
let otherProviderId: string;
let sessionsBefore: number;

beforeAll(async () => {
  idp = await startSamlProvider(ada);
  t = await startTestApp({ environment: { FETCH_ALLOW_HOSTS: idp.host } });
  owner = await t.signIn('owner');
  const domainIds = [await proveDomain(t, owner, 'saml.example')];
  ({ id: providerId } = await addSamlProvider(owner, idp, { domainIds, justInTime: true }));
  const stranger = await (await addOrganization(t)).signIn();
  ({ id: otherProviderId } = await addSamlProvider(stranger, idp, { justInTime: true }));
  expect((await signInBySaml(t, idp, email)).outcome).toBeNull();
  sessionsBefore = await countSessions();
});
afterEach(() => {
  idp.person = ada;
  idp.hostile = {};
});
afterAll(async () => {
  await t.close();
  await idp.close();
});

async function countSessions(): Promise<number> {
  const [row] = await t.db.asOwner(
    `select count(*)::int as count from sessions where method = 'sso'`,
  );
  return Number(row?.['count']);
}

async function expectRefused(end: SsoEnd, outcome: string, reason?: string): Promise<void> {
  expect(end).toMatchObject({ outcome, client: { cookie: null } });
  expect(await countSessions()).toBe(sessionsBefore);
  expect(await t.db.asOwner('select id from users where email = $1', [victim])).toEqual([]);
  const [line] = await refusalsOf(owner);
  expect(line?.details).toMatchObject({ code: outcome, ...(reason !== undefined && { reason }) });
}

const signaturePart = /<ds:Signature .*<\/ds:Signature>/s;
const signatureOf = (assertion: string) => signaturePart.exec(assertion)?.[0] ?? '';
const unsigned = (assertion: string) => assertion.replace(signaturePart, '');
const withId = (assertion: string, id: string) =>
  assertion.replace(/(<saml:Assertion [^>]*ID=")[^"]*/, `$1${id}`);
/** What the attacker wants believed: another person, no signature, an id of its own. */
const evilOf = (assertion: string) =>
  withId(unsigned(assertion).replaceAll(email, victim), '_evil');
const inside = (outer: string, inner: string) =>
  outer.replace('</saml:Assertion>', `${inner}</saml:Assertion>`);

describe('a message', () => {
  const later = new Date(Date.now() + 3600_000);
  const earlier = new Date(Date.now() - 120_000);
  const facts: [string, HostileSaml, string][] = [
    ['for another audience', { facts: { audience: 'https://other.example' } }, 'audience'],
    ['for another recipient', { facts: { recipient: 'https://other.example/acs' } }, 'recipient'],
    ['that answers another request', { facts: { inResponseTo: '_another' } }, 'in_response_to'],
    [
      'whose envelope answers another request',
      { response: { inResponseTo: '_another' } },
      'in_response_to',
    ],
    [
      'sent to another place',
      { response: { destination: 'https://other.example/acs' } },
      'destination',
    ],
    ['of another issuer', { facts: { issuer: 'https://other.example' } }, 'issuer'],
    [
      'in the envelope of another issuer',
      { response: { issuer: 'https://other.example' } },
      'issuer',
    ],
    ['that ended two minutes ago', { facts: { notOnOrAfter: earlier } }, 'expired'],
    [
      'that is not valid yet',
      { facts: { notBefore: later, notOnOrAfter: later } },
      'not_yet_valid',
    ],
    ['signed with SHA-1', { signing: { algorithm: 'sha1' } }, 'algorithm'],
    [
      'about a subject who changes each time',
      { facts: { nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' } },
      'subject_transient',
    ],
  ];
  it.each(facts)('%s is refused', async (_what, hostile, reason) => {
    idp.hostile = hostile;
    await expectRefused(await signInBySaml(t, idp, email), 'answer_invalid', reason);
  });

  it('with no success in it lets nobody in', async () => {
    idp.hostile = { response: { status: 'Responder' } };
    await expectRefused(await signInBySaml(t, idp, email), 'denied');
  });

  it('signed with another key, its certificate enclosed, is refused', async () => {
    const { privateKey, certificate } = createKeyWithCertificate('Evil');
    idp.hostile = { signing: { privateKey, certificate } };
    await expectRefused(await signInBySaml(t, idp, email), 'answer_invalid', 'signature');
  });

  it('about an address of another domain is refused', async () => {
    idp.person = { nameId: 'eve@evil.example' };
    await expectRefused(await signInBySaml(t, idp, email), 'domain_not_allowed');
  });

  it('that names two addresses is refused', async () => {
    idp.person = { nameId: 'n', attributes: { email, mail: victim } };
    await expectRefused(await signInBySaml(t, idp, email), 'answer_invalid', 'attribute_twice');
  });

  it('that names a known address under another subject is refused', async () => {
    idp.person = { nameId: 'somebody-else', attributes: { email } };
    await expectRefused(await signInBySaml(t, idp, email), 'subject_conflict');
  });
});

describe('text that was changed', () => {
  type Message = NonNullable<HostileSaml['message']>;
  const cases: [string, Message, string][] = [
    [
      'the signature taken out',
      ({ assertion, wrap }) => wrap(unsigned(assertion)),
      'assertion_unsigned',
    ],
    [
      'the person replaced',
      ({ assertion, wrap }) => wrap(assertion.replaceAll(email, victim)),
      'signature',
    ],
    [
      'a second assertion before',
      ({ assertion, wrap }) => wrap(evilOf(assertion) + assertion),
      'not_one_assertion',
    ],
    [
      'a second assertion behind',
      ({ assertion, wrap }) => wrap(assertion + evilOf(assertion)),
      'not_one_assertion',
    ],
    [
      'a second one under the same id',
      ({ assertion, facts, wrap }) => wrap(withId(evilOf(assertion), facts.id) + assertion),
      'not_one_assertion',
    ],
    [
      'the signed one inside the evil one',
      ({ assertion, wrap }) => wrap(inside(evilOf(assertion), assertion)),
      'not_one_assertion',
    ],
    [
      'the evil one inside the signed one',
      ({ assertion, wrap }) => wrap(inside(assertion, evilOf(assertion))),
      'not_one_assertion',
    ],
    [
      'the signature moved into the evil one',
      ({ assertion, wrap }) =>
        wrap(inside(evilOf(assertion), signatureOf(assertion)) + unsigned(assertion)),
      'not_one_assertion',
    ],
    [
      'the signed one hidden in the evil one’s signature',
      ({ assertion, wrap }) => {
        const hidden = `<ds:Object>${unsigned(assertion)}</ds:Object></ds:Signature>`;
        const carrier = signatureOf(assertion).replace('</ds:Signature>', hidden);
        return wrap(inside(evilOf(assertion), carrier));
      },
      'not_one_assertion',
    ],
    [
      'the signed one hidden in an extension',
      ({ assertion, wrap }) =>
        wrap(`<samlp:Extensions>${assertion}</samlp:Extensions>${evilOf(assertion)}`),
      'not_one_assertion',
    ],
    [
      'the signed one in an extension and no other',
      ({ assertion, wrap }) => wrap(`<samlp:Extensions>${assertion}</samlp:Extensions>`),
      'assertion_misplaced',
    ],
    [
      'the signature on the envelope, over the assertion',
      ({ assertion, wrap }) => wrap(signatureOf(assertion) + evilOf(assertion)),
      'assertion_unsigned',
    ],
    [
      'the signature pointing at the envelope',
      ({ assertion, facts, wrap }) => wrap(withId(assertion, '_other').replace(facts.id, facts.id)),
      'reference',
    ],
    [
      'two signatures',
      ({ assertion, wrap }) => wrap(assertion.replace(signaturePart, (found) => found + found)),
      'signature_twice',
    ],
    [
      'an element of another kind with the same id',
      ({ assertion, facts, wrap }) =>
        wrap(`<x:Thing xmlns:x="x" ID="${facts.id}"></x:Thing>${assertion}`),
      'id_twice',
    ],
    [
      'an encrypted assertion beside',
      ({ assertion, wrap }) =>
        wrap(`${assertion}<saml:EncryptedAssertion xmlns:saml="x"></saml:EncryptedAssertion>`),
      'encrypted',
    ],
    [
      'a comment in the name',
      ({ assertion, wrap }) => wrap(assertion.replace(email, `${victim}<!---->.${email}`)),
      'xml_declaration_or_comment',
    ],
    [
      'a CDATA section in the name',
      ({ assertion, wrap }) => wrap(assertion.replace(email, `<![CDATA[${victim}]]>`)),
      'xml_declaration_or_comment',
    ],
    [
      'a processing instruction in the name',
      ({ assertion, wrap }) => wrap(assertion.replace(email, `${victim}<?x y?>`)),
      'xml_processing_instruction',
    ],
    [
      'an entity of its own',
      ({ assertion, wrap }) => wrap(assertion.replace(email, '&who;')),
      'xml_entity',
    ],
    [
      'a bomb of entities',
      ({ assertion, wrap }) => {
        const bomb = Array.from({ length: 20 }, (_, n) => `<!ENTITY e${n + 1} "&e${n};&e${n};">`);
        return `<!DOCTYPE r [<!ENTITY e0 "boom">${bomb.join('')}]>${wrap(assertion).replace(email, '&e20;')}`;
      },
      'xml_declaration_or_comment',
    ],
    [
      'a file from outside',
      ({ assertion, wrap }) => `<!DOCTYPE r SYSTEM "file:///etc/passwd">${wrap(assertion)}`,
      'xml_declaration_or_comment',
    ],
    [
      'more than 256 KiB',
      ({ assertion, wrap }) => wrap(`${assertion}<x>${'x'.repeat(256 * 1024)}</x>`),
      'xml_too_large',
    ],
    [
      'a thousand levels',
      ({ assertion, wrap }) => wrap(`${'<x>'.repeat(1000)}${'</x>'.repeat(1000)}${assertion}`),
      'xml_too_deep',
    ],
    ['no end', ({ assertion, wrap }) => wrap(assertion).slice(0, -10), 'xml_malformed'],
    ['no SAML at all', () => '<html></html>', 'no_response'],
  ];
  it.each(cases)('%s: refused', async (_what, message, reason) => {
    idp.hostile = { message };
    await expectRefused(await signInBySaml(t, idp, email), 'answer_invalid', reason);
  });
});

describe('a good message', () => {
  const asked = async () => {
    const browser = new Browser(t.url);
    return { browser, post: idp.visit(await browser.start(email)) };
  };
  const acs = () => `/api/auth/sso/saml/${providerId}/acs`;
  const send = async (browser: Browser, { form }: Pick<SamlPost, 'form'>, path = acs()) => {
    const answer = await browser.postForm(path, form);
    expect(answer.status).toBe(303);
    return answer.headers.get('location') ?? '';
  };
  const outcomeOf = (location: string) => new URL(location).searchParams.get('outcome');

  it('is good once, and so is the ticket that it ends in', async () => {
    const { browser, post } = await asked();
    const finish = await send(browser, post);
    expect(outcomeOf(await send(browser, post))).toBe('state_invalid');
    const cookies = new Map(browser.cookies);
    expect((await browser.arrive(finish)).outcome).toBeNull();
    sessionsBefore += 1;
    const again = new Browser(t.url);
    for (const [name, value] of cookies) again.cookies.set(name, value);
    await expectRefused(await again.arrive(finish), 'state_invalid');
  });

  it('is not good for a second request, even where the assertion is the same', async () => {
    const first = await asked();
    const finish = await send(first.browser, first.post);
    expect(finish).toContain('ticket=');
    const second = await asked();
    const replay = { form: { ...second.post.form, SAMLResponse: first.post.form.SAMLResponse } };
    expect(outcomeOf(await send(second.browser, replay))).toBe('answer_invalid');
  });

  it('with an assertion id that was used before is refused', async () => {
    idp.hostile = { facts: { id: '_always-the-same' } };
    expect((await signInBySaml(t, idp, email)).outcome).toBeNull();
    sessionsBefore += 1;
    await expectRefused(await signInBySaml(t, idp, email), 'answer_replayed');
  });

  it('gives its session to the browser that began and to no other', async () => {
    const { browser, post } = await asked();
    const finish = await send(browser, post);
    await expectRefused(await new Browser(t.url).arrive(finish), 'other_browser');
    await expectRefused(await browser.arrive(finish), 'state_invalid');
  });

  it('waits a minute for that browser', async () => {
    const { browser, post } = await asked();
    const finish = await send(browser, post);
    await t.db.asOwner(`update sso_requests set expires_at = now() - interval '1 second'`);
    await expectRefused(await browser.arrive(finish), 'state_expired');
  });

  it('is nothing at another provider’s address, nor its ticket', async () => {
    const first = await asked();
    const elsewhere = acs().replace(providerId, otherProviderId);
    expect(outcomeOf(await send(first.browser, first.post, elsewhere))).toBe('provider_mismatch');
    const second = await asked();
    const finish = await send(second.browser, second.post);
    const moved = finish.replace(providerId, otherProviderId);
    expect((await second.browser.arrive(moved)).outcome).toBe('provider_mismatch');
  });

  it('that nobody asked for is refused', async () => {
    const { browser, post } = await asked();
    for (const RelayState of ['', 'made-up', `${post.form.RelayState}x`]) {
      const location = await send(browser, { form: { ...post.form, RelayState } });
      expect(outcomeOf(location)).toBe('state_invalid');
    }
    const { SAMLResponse } = post.form;
    const none = await browser.postForm(acs(), { SAMLResponse });
    expect(outcomeOf(none.headers.get('location') ?? '')).toBe('state_invalid');
  });

  it.each(['', '!!!', 'PHg+', 'x'.repeat(500_000)])('is not %.8j', async (SAMLResponse) => {
    const { browser, post } = await asked();
    const location = await send(browser, { form: { ...post.form, SAMLResponse } });
    expect(outcomeOf(location)).toBe('answer_invalid');
  });
});

describe('the exempt operation', () => {
  it('takes a form from another site, and nothing but a form', async () => {
    const path = `/api/auth/sso/saml/${providerId}/acs`;
    const cross = { origin: 'https://idp.example', 'sec-fetch-site': 'cross-site' };
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const client = t.signedOut();
    const good = await client.request('POST', path, {
      rawBody: 'RelayState=x',
      headers: { ...cross, ...form },
    });
    expect(good.status).toBe(303);
    for (const [rawBody, headers] of [
      ['{}', {}],
      ['RelayState=x', { 'content-type': 'text/plain' }],
      ['RelayState=x&RelayState=y', form],
      ['RelayState=%00', form],
    ] as const) {
      const answer = await client.request('POST', path, {
        rawBody,
        headers: { ...cross, ...headers },
      });
      expect(answer.body.code, rawBody).toBe('invalid_body');
    }
  });

  it('is the only one: all other changes are refused from another site', () => {
    const exempt = t.app.api.operations.filter(({ operation }) => operation.exempt !== undefined);
    expect(exempt.map(({ operation }) => operation.id)).toEqual(['receiveSamlAnswer']);
  });
});
