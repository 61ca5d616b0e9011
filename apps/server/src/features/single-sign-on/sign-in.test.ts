/** Signing in by an honest provider: who gets in, as whom, and what the session is good for. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type OidcProvider,
  type SamlProvider,
  startOidcProvider,
  startSamlProvider,
} from '../../../../../simulators/index.ts';
import type { Client } from '../../../test/client.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { addOrganization } from '../../../test/organizations.ts';
import {
  addOidcProvider,
  addSamlProvider,
  Browser,
  proveDomain,
  signInByOidc,
  signInBySaml,
} from '../../../test/single-sign-on.ts';
import { newId } from '../../kernel/ids.ts';
import { addMember, ensureUser } from '../identity/index.ts';

let oidc: OidcProvider;
let saml: SamlProvider;
let t: TestApp;
let owner: Client;

beforeAll(async () => {
  oidc = await startOidcProvider({ sub: 'nobody' });
  saml = await startSamlProvider({ nameId: 'nobody' });
  t = await startTestApp({ environment: { FETCH_ALLOW_HOSTS: `${oidc.host},${saml.host}` } });
  owner = await t.signIn('owner');
  const forOidc = await proveDomain(t, owner, 'oidc.example');
  const forSaml = await proveDomain(t, owner, 'saml.example');
  await addOidcProvider(owner, oidc, { domainIds: [forOidc], justInTime: true });
  await addSamlProvider(owner, saml, { domainIds: [forSaml], justInTime: true });
});
afterAll(async () => {
  await t.close();
  await oidc.close();
  await saml.close();
});

const sessionOf = async (client: Client) => (await client.get('/api/auth/session')).body.session;

const ways = [
  {
    way: 'OpenID Connect',
    domain: 'oidc.example',
    enter: (name: string, email: string) => {
      oidc.person = { sub: `sub-${name}`, email, email_verified: true, name };
      return signInByOidc(t, oidc, email);
    },
  },
  {
    way: 'SAML',
    domain: 'saml.example',
    enter: (name: string, email: string) => {
      saml.person = { nameId: `sub-${name}`, attributes: { email, displayName: name } };
      return signInBySaml(t, saml, email);
    },
  },
];

describe.each(ways)('by $way', ({ domain, enter }) => {
  it('a new person becomes a member with the default role, in a pinned session', async () => {
    const end = await enter('Ada', `ada@${domain}`);
    expect(end).toMatchObject({ outcome: null, location: `${t.url}/` });
    const session = await sessionOf(end.client);
    expect(session).toMatchObject({
      user: { name: 'Ada', email: `ada@${domain}` },
      role: 'viewer',
      singleSignOn: { pinned: true, requiredBy: [] },
    });
    const again = await enter('Ada', `ada@${domain}`);
    expect((await sessionOf(again.client)).user.id).toBe(session.user.id);
  });

  it('a member keeps their role, and the address is judged whatever its letters’ case', async () => {
    const email = `member@${domain}`;
    const user = { name: 'Mo', email, password: 'correct horse battery' };
    const userId = await ensureUser(t.app.database, t.app.identity.auth, user);
    const { organization } = await sessionOf(owner);
    await addMember(t.app.database, organization.id, { userId, role: 'member' });
    const end = await enter('Mo', `Member@${domain.toUpperCase()}`);
    expect(await sessionOf(end.client)).toMatchObject({ role: 'member', user: { id: userId } });
  });

  it('the session sees and enters no other organization of the person', async () => {
    const other = await addOrganization(t);
    const end = await enter('Bea', `bea@${domain}`);
    const { user } = await sessionOf(end.client);
    await addMember(t.app.database, other.id, { userId: user.id, role: 'admin' });
    const session = await sessionOf(end.client);
    expect(session.organizations).toHaveLength(1);
    expect(JSON.stringify(session)).not.toContain(other.id);
    const enterInto = (organizationId: string) =>
      end.client.post('/api/auth/organization/set-active', { organizationId });
    const answer = await enterInto(other.id);
    expect(answer.status).toBe(403);
    expect((await enterInto(newId())).text).toBe(answer.text);
  });

  it('the session is fresh, and its making is in the log with the provider', async () => {
    const end = await enter('Cy', `cy@${domain}`);
    const { user } = await sessionOf(end.client);
    const { entries } = (await owner.get('/api/audit-log?limit=20')).body;
    const lines = entries.filter((line: { target: { id: string } }) => line.target?.id === user.id);
    expect(lines.map((line: { action: string }) => line.action)).toEqual([
      'session.signed_in',
      'sso.identity_linked',
      'member.added',
    ]);
    expect(lines[0].details).toMatchObject({ method: 'sso' });
  });
});

describe('the start', () => {
  const start = (email: string) => t.signedOut().post('/api/auth/sso/start', { email });

  it('says alike for every domain without a provider that nothing is set up', async () => {
    const claimed = await owner.post('/api/sso/domains', { domain: 'claimed-only.example' });
    expect(claimed.body.domain.state).toBe('claimed');
    const answers = await Promise.all(
      ['a@nowhere.example', 'owner@demo.example', 'b@claimed-only.example'].map(start),
    );
    for (const { status, text } of answers) {
      expect(status).toBe(422);
      expect(text).toBe(answers[0]?.text);
    }
  });

  it('tells a known person and a stranger of the domain the same', async () => {
    for (const email of ['ada@saml.example', 'nobody-at-all@saml.example']) {
      const { status, body } = await start(email);
      expect(status).toBe(200);
      expect(body.redirectUrl).toMatch(new RegExp(`^${saml.ssoUrl}\\?SAMLRequest=`));
    }
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/\tx', 'settings'])(
    'takes no way back to %j',
    async (returnTo) => {
      const body = { email: 'ada@saml.example', returnTo };
      expect((await t.signedOut().post('/api/auth/sso/start', body)).status).toBe(400);
    },
  );

  it('brings the browser to the page that it was on the way to', async () => {
    oidc.person = { sub: 'sub-way', email: 'way@oidc.example', email_verified: true };
    const browser = new Browser(t.url);
    const asked = await browser.start('way@oidc.example', '/partners?tab=2');
    const end = await browser.arrive(await oidc.visit(asked));
    expect(end.location).toBe(`${t.url}/partners?tab=2`);
  });

  it('asks for PKCE, a nonce and a state of 256 bits, and hints at the address', async () => {
    const asked = new URL(await new Browser(t.url).start('ada@oidc.example'));
    const query = Object.fromEntries(asked.searchParams);
    expect(query).toMatchObject({
      code_challenge_method: 'S256',
      login_hint: 'ada@oidc.example',
      response_type: 'code',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(query[name]).toHaveLength(43);
  });
});

it('an address that is in the user info alone is found there', async () => {
  oidc.person = { sub: 'sub-info' };
  oidc.hostile = { userinfo: { email: 'info@oidc.example', email_verified: true } };
  const end = await signInByOidc(t, oidc, 'info@oidc.example');
  oidc.hostile = {};
  expect(end.outcome).toBeNull();
});

it('keeps no token of the provider and no secret in the clear', async () => {
  const rows = await t.db.asOwner(
    `select row_to_json(p)::text as row from sso_providers p union all
     select row_to_json(r)::text from sso_requests r union all
     select row_to_json(a)::text from accounts a where a.access_token is not null or a.id_token is not null`,
  );
  expect(rows.length).toBeGreaterThan(1);
  for (const { row } of rows) expect(row).not.toContain(oidc.clientSecret);
  expect(t.logLines.join('')).not.toContain(oidc.clientSecret);
  const { text } = await owner.get('/api/sso/providers');
  expect(text).not.toContain(oidc.clientSecret);
});
