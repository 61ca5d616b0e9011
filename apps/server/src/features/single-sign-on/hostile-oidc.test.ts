/** OpenID Connect providers, networks and browsers that cheat: none of them gets a session. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type HostileOidc,
  type OidcPerson,
  type OidcProvider,
  startOidcProvider,
} from '../../../../../simulators/index.ts';
import type { Client } from '../../../test/client.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { addOrganization } from '../../../test/organizations.ts';
import {
  addOidcProvider,
  Browser,
  proveDomain,
  refusalsOf,
  type SsoEnd,
  signInByOidc,
} from '../../../test/single-sign-on.ts';

const email = 'ada@oidc.example';
const ada: OidcPerson = { sub: 'sub-ada', email, email_verified: true, name: 'Ada' };

let idp: OidcProvider;
let other: OidcProvider;
let t: TestApp;
let owner: Client;
let stranger: Client;
let providerId: string;
let otherProviderId: string;
let sessionsBefore: number;

beforeAll(async () => {
  idp = await startOidcProvider(ada);
  other = await startOidcProvider(ada);
  t = await startTestApp({ environment: { FETCH_ALLOW_HOSTS: `${idp.host},${other.host}` } });
  owner = await t.signIn('owner');
  stranger = await (await addOrganization(t)).signIn();
  const domainIds = [
    await proveDomain(t, owner, 'oidc.example'),
    await proveDomain(t, owner, 'demo.example'),
  ];
  ({ id: providerId } = await addOidcProvider(owner, idp, { domainIds, justInTime: true }));
  const others = [await proveDomain(t, stranger, 'other.example')];
  ({ id: otherProviderId } = await addOidcProvider(stranger, other, {
    domainIds: others,
    justInTime: true,
  }));
  // Ada and Bob have come in before: their subjects are known.
  expect((await signInByOidc(t, idp, email)).outcome).toBeNull();
  idp.person = { sub: 'sub-bob', email: 'bob@oidc.example', email_verified: true };
  expect((await signInByOidc(t, idp, 'bob@oidc.example')).outcome).toBeNull();
  sessionsBefore = await countSessions();
});
afterEach(() => {
  idp.person = ada;
  idp.hostile = {};
  other.hostile = {};
});
afterAll(async () => {
  await t.close();
  await idp.close();
  await other.close();
});

async function countSessions(): Promise<number> {
  const [row] = await t.db.asOwner(
    `select count(*)::int as count from sessions where method = 'sso'`,
  );
  return Number(row?.['count']);
}

/** No session, the code for the page, and the same code in the log of the organization. */
async function expectRefused(end: SsoEnd, outcome: string, log: Client = owner): Promise<void> {
  expect(end).toMatchObject({ outcome, client: { cookie: null } });
  expect(new URL(end.location).pathname).toBe('/sign-in');
  expect(await countSessions()).toBe(sessionsBefore);
  const [line] = await refusalsOf(log);
  expect(line).toMatchObject({ outcome: 'refused', details: { code: outcome } });
}

const seconds = () => Math.floor(Date.now() / 1000);
const claiming = (changed: Record<string, unknown>): HostileOidc => ({
  claims: (claims) => ({ ...claims, ...changed }),
});
const without = (name: string): HostileOidc => ({
  claims: ({ [name]: _left, ...claims }) => claims,
});

describe('an ID token', () => {
  const cases: [string, HostileOidc, string][] = [
    ['with alg none', { signature: 'none' }, 'answer_invalid'],
    ['signed by HMAC with the public key', { signature: 'hmac_with_public_key' }, 'answer_invalid'],
    ['signed by HMAC with the client secret', { signature: 'hmac_with_secret' }, 'answer_invalid'],
    ['signed with a key nobody published', { signature: 'unpublished_key' }, 'answer_invalid'],
    ['with a broken signature', { signature: 'broken' }, 'answer_invalid'],
    ['of another issuer', claiming({ iss: 'https://idp.example' }), 'answer_invalid'],
    ['for another audience', claiming({ aud: 'somebody-else' }), 'answer_invalid'],
    [
      'for us among others, given to another',
      claiming({ aud: ['partneros-at-idp', 'x'], azp: 'x' }),
      'answer_invalid',
    ],
    ['with another nonce', claiming({ nonce: 'another' }), 'answer_invalid'],
    ['without a nonce', without('nonce'), 'answer_invalid'],
    ['that expired two minutes ago', claiming({ exp: seconds() - 120 }), 'answer_invalid'],
    ['without an end', without('exp'), 'answer_invalid'],
    ['that is not valid yet', claiming({ nbf: seconds() + 3600 }), 'answer_invalid'],
    ['without a subject', without('sub'), 'answer_invalid'],
    ['with an empty subject', claiming({ sub: '' }), 'answer_invalid'],
    ['with an unverified address', claiming({ email_verified: false }), 'address_unverified'],
    [
      'that does not say whether the address is verified',
      without('email_verified'),
      'address_unverified',
    ],
    [
      'with an address of another organization’s domain',
      claiming({ email: 'eve@other.example' }),
      'domain_not_allowed',
    ],
    [
      'with an address of nobody’s domain',
      claiming({ email: 'eve@gmail.example' }),
      'domain_not_allowed',
    ],
    [
      'with an address of a subdomain',
      claiming({ email: 'eve@sub.oidc.example' }),
      'domain_not_allowed',
    ],
    [
      'with our domain in front of another',
      claiming({ email: 'eve@oidc.example.evil.example' }),
      'domain_not_allowed',
    ],
    [
      'with two domains in the address',
      claiming({ email: 'eve@evil.example@oidc.example' }),
      'address_missing',
    ],
    ['with a quoted address', claiming({ email: '"eve@x"@oidc.example' }), 'address_missing'],
    ['with a look-alike dot', claiming({ email: 'eve@oidc\u3002example' }), 'address_missing'],
    [
      'with a line break in the address',
      claiming({ email: 'eve@oidc.example\n' }),
      'address_missing',
    ],
    ['with a list for an address', claiming({ email: ['eve@oidc.example'] }), 'address_missing'],
    [
      'with a known address under another subject',
      claiming({ sub: 'sub-eve' }),
      'subject_conflict',
    ],
    [
      'with a known subject under another’s address',
      claiming({ email: 'bob@oidc.example' }),
      'subject_conflict',
    ],
    [
      'with the address of a portal user',
      claiming({ sub: 'p', email: 'portal@demo.example' }),
      'portal_user',
    ],
  ];
  it.each(cases)('%s lets nobody in', async (_what, hostile, outcome) => {
    idp.hostile = hostile;
    await expectRefused(await signInByOidc(t, idp, email), outcome);
  });

  it('leaves no user behind when it is refused', async () => {
    idp.hostile = claiming({ sub: 'sub-new', email: 'eve@other.example' });
    await signInByOidc(t, idp, email);
    expect(await t.db.asOwner(`select id from users where email = 'eve@other.example'`)).toEqual(
      [],
    );
  });
});

describe('a provider', () => {
  const cases: [string, HostileOidc, string][] = [
    ['whose published keys were swapped', { jwks: () => ({ keys: [] }) }, 'answer_invalid'],
    [
      'that sends the browser back as another issuer',
      { redirectIssuer: 'https://idp.example' },
      'answer_invalid',
    ],
    ['that leaves out the issuer it promised', { redirectIssuer: null }, 'answer_invalid'],
    [
      'whose user info is another’s',
      { ...without('email'), userinfo: { sub: 'sub-bob' } },
      'answer_invalid',
    ],
  ];
  it.each(cases)('%s lets nobody in', async (_what, hostile, outcome) => {
    const browser = new Browser(t.url);
    const asked = await browser.start(email);
    idp.hostile = hostile;
    await expectRefused(await browser.arrive(await idp.visit(asked)), outcome);
  });

  it('whose key is replaced signs in with the new one and no longer with the old', async () => {
    const browser = new Browser(t.url);
    const back = await idp.visit(await browser.start(email));
    const kept = await (await fetch(`${idp.issuer}/jwks`)).json();
    idp.rotateKey();
    idp.hostile = { jwks: () => Object(kept) };
    await expectRefused(await browser.arrive(back), 'answer_invalid');
    idp.hostile = {};
    expect((await signInByOidc(t, idp, email)).outcome).toBeNull();
    sessionsBefore += 1;
  });

  const documents: [string, Record<string, unknown>][] = [
    ['another issuer', { issuer: 'https://idp.example' }],
    ['a script for an authorization endpoint', { authorization_endpoint: 'javascript:alert(1)' }],
    ['no authorization endpoint', { authorization_endpoint: undefined }],
  ];
  it.each(documents)('whose document names %s is not begun with', async (_what, changed) => {
    idp.hostile = { discovery: (document) => ({ ...document, ...changed }) };
    const answer = await t.signedOut().post('/api/auth/sso/start', { email });
    expect(answer).toMatchObject({ status: 502, body: { code: 'upstream_failed' } });
  });

  it.each(['token_endpoint', 'jwks_uri'])(
    'whose %s lies inside our network is not called',
    async (name) => {
      const browser = new Browser(t.url);
      const back = await idp.visit(await browser.start(email));
      idp.hostile = {
        discovery: (document) => ({ ...document, [name]: 'http://169.254.169.254/x' }),
      };
      await expectRefused(await browser.arrive(back), 'provider_failed');
    },
  );

  it('says no in the person’s name', async () => {
    const browser = new Browser(t.url);
    const asked = new URL(await browser.start(email));
    const back = new URL(asked.searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('state', asked.searchParams.get('state') ?? '');
    back.searchParams.set('iss', idp.issuer);
    await expectRefused(await browser.arrive(back.href), 'denied');
  });
});

describe('an answer', () => {
  it('is good once', async () => {
    const browser = new Browser(t.url);
    idp.hostile = { reusesCodes: true };
    const back = await idp.visit(await browser.start(email));
    const cookies = new Map(browser.cookies);
    expect((await browser.arrive(back)).outcome).toBeNull();
    sessionsBefore += 1;
    const again = new Browser(t.url);
    for (const [name, value] of cookies) again.cookies.set(name, value);
    await expectRefused(await again.arrive(back), 'state_invalid');
  });

  it('is for the browser that began', async () => {
    for (const cookie of [null, 'A'.repeat(43), 'x; sso_request=y']) {
      const browser = new Browser(t.url);
      const back = await idp.visit(await browser.start(email));
      const victim = new Browser(t.url);
      if (cookie !== null) victim.cookies.set('sso_request', cookie);
      await expectRefused(await victim.arrive(back), 'other_browser');
      await expectRefused(await browser.arrive(back), 'state_invalid');
    }
  });

  it('does not redeem the code of another sign-in', async () => {
    const [mine, theirs] = [new Browser(t.url), new Browser(t.url)];
    const stolen = new URL(await idp.visit(await theirs.start(email))).searchParams.get('code');
    const back = new URL(await idp.visit(await mine.start(email)));
    back.searchParams.set('code', stolen ?? '');
    await expectRefused(await mine.arrive(back.href), 'answer_invalid');
  });

  it('comes in where it was asked for: another provider’s address is refused', async () => {
    const browser = new Browser(t.url);
    const back = await idp.visit(await browser.start(email));
    const end = await browser.arrive(back.replace(providerId, otherProviderId));
    await expectRefused(end, 'provider_mismatch', stranger);
  });

  it('of an honest provider never reaches the token endpoint of a hostile one', async () => {
    const browser = new Browser(t.url);
    const asked = await browser.start('eve@other.example');
    const honest = new URL(await new Browser(t.url).start(email)).searchParams;
    const calls = other.asked.filter((path) => path === '/token').length;
    other.hostile = {
      sendsBrowserTo: (query) => {
        const url = new URL(`${idp.issuer}/authorize?${honest.toString()}`);
        for (const name of ['state', 'nonce', 'code_challenge']) {
          url.searchParams.set(name, query.get(name) ?? '');
        }
        return url.href;
      },
    };
    const back = await idp.visit(await other.visit(asked));
    expect(new URL(back).searchParams.get('code')).not.toBeNull();
    await expectRefused(await browser.arrive(back), 'provider_mismatch');
    expect(other.asked.filter((path) => path === '/token')).toHaveLength(calls);
  });

  it.each(['', '?state=', '?state=made-up&code=x', '?code=x'])(
    'with %j belongs to no sign-in',
    async (query) => {
      const path = `${t.url}/api/auth/sso/oidc/${providerId}/callback${query}`;
      await expectRefused(await new Browser(t.url).arrive(path), 'state_invalid');
    },
  );

  it('is too late after ten minutes', async () => {
    const browser = new Browser(t.url);
    const back = await idp.visit(await browser.start(email));
    await t.db.asOwner(`update sso_requests set expires_at = now() - interval '1 second'`);
    await expectRefused(await browser.arrive(back), 'state_expired');
  });
});

describe('meanwhile', () => {
  const provider = async () => (await owner.get(`/api/sso/providers/${providerId}`)).body.provider;
  const change = async (body: Record<string, unknown>) => {
    const { version } = await provider();
    const headers = { 'if-match': `"${version}"` };
    const answer = await owner.patch(`/api/sso/providers/${providerId}`, body, { headers });
    expect(answer.status, answer.text).toBe(200);
  };

  it('a provider that was changed, or switched off, gets no answer in', async () => {
    for (const body of [{ name: 'Changed' }, { enabled: false }]) {
      const browser = new Browser(t.url);
      const back = await idp.visit(await browser.start(email));
      await change(body);
      await expectRefused(await browser.arrive(back), 'provider_changed');
    }
    expect((await t.signedOut().post('/api/auth/sso/start', { email })).status).toBe(422);
    await change({ enabled: true });
  });

  it('a domain that was proven no longer is not spoken for', async () => {
    const browser = new Browser(t.url);
    const back = await idp.visit(await browser.start(email));
    await t.db.asOwner(`update sso_domains set verified_at = null where domain = 'oidc.example'`);
    await expectRefused(await browser.arrive(back), 'domain_not_allowed');
    await t.db.asOwner(`update sso_domains set verified_at = now() where domain = 'oidc.example'`);
  });

  it('a person who was removed does not come back by themselves', async () => {
    await t.db.asOwner(
      `delete from members where user_id = (select id from users where email = $1)`,
      [email],
    );
    await expectRefused(await signInByOidc(t, idp, email), 'invitation_needed');
  });

  it('a stranger needs an invitation where nobody may join by themselves', async () => {
    await change({ justInTime: false });
    idp.person = { sub: 'sub-zoe', email: 'zoe@oidc.example', email_verified: true };
    await expectRefused(await signInByOidc(t, idp, 'zoe@oidc.example'), 'invitation_needed');
    expect(await t.db.asOwner(`select id from users where email = 'zoe@oidc.example'`)).toEqual([]);
  });
});
