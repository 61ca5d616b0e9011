/** Domains, providers and the requirement, as administrators manage them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createKeyWithCertificate,
  type OidcProvider,
  type SamlProvider,
  startOidcProvider,
  startSamlProvider,
} from '../../../../../simulators/index.ts';
import { type Client, signInAs } from '../../../test/client.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { addOrganization } from '../../../test/organizations.ts';
import {
  addOidcProvider,
  addSamlProvider,
  proveDomain,
  signInByOidc,
} from '../../../test/single-sign-on.ts';
import { addMember } from '../identity/index.ts';

let oidc: OidcProvider;
let saml: SamlProvider;
let t: TestApp;
let owner: Client;
let admin: Client;
let made = 0;
let domain: string;

beforeAll(async () => {
  oidc = await startOidcProvider({ sub: 'nobody' });
  saml = await startSamlProvider({ nameId: 'nobody' });
  t = await startTestApp({ environment: { FETCH_ALLOW_HOSTS: `${oidc.host},${saml.host}` } });
  owner = await t.signIn('owner');
  admin = await t.signIn('admin');
});
beforeEach(() => {
  made += 1;
  domain = `managed-${made}.example`;
});
afterAll(async () => {
  await t.close();
  await oidc.close();
  await saml.close();
});

const codeOf = (answer: { body: { code: string } }) => answer.body.code;

describe('a domain', () => {
  it('is claimed with a record to publish, and proven once it is published', async () => {
    const { body } = await owner.post('/api/sso/domains', { domain });
    const { id, record } = body.domain;
    expect(body.domain).toMatchObject({ domain, state: 'claimed', providerId: null });
    expect(record.name).toBe(`_partneros.${domain}`);
    expect(record.value).toMatch(/^partneros-verification=[\w-]{43}$/);
    for (const other of [[], ['something else'], [`${record.value} `]]) {
      t.dns.txt.set(record.name, other);
      expect(codeOf(await owner.post(`/api/sso/domains/${id}/verify`))).toBe(
        'prerequisite_missing',
      );
    }
    t.dns.txt.set(record.name, ['v=spf1 -all', record.value]);
    const proven = await owner.post(`/api/sso/domains/${id}/verify`);
    expect(proven.body.domain).toMatchObject({ state: 'proven', domain });
  });

  it('is claimed once by an organization, in lower case and as a name', async () => {
    await owner.post('/api/sso/domains', { domain });
    expect(codeOf(await owner.post('/api/sso/domains', { domain }))).toBe('duplicate');
    for (const bad of [
      'Upper.example',
      'no-dot',
      '-a.example',
      '1.2.3.4',
      'a..example',
      'ä.example',
    ]) {
      expect(codeOf(await owner.post('/api/sso/domains', { domain: bad })), bad).toBe(
        'validation_failed',
      );
    }
  });

  it('claimed by many belongs to the one that proves it, while its record stands', async () => {
    const stranger = await (await addOrganization(t)).signIn();
    await owner.post('/api/sso/domains', { domain });
    await proveDomain(t, stranger, domain);
    const mine = (await owner.get('/api/sso/domains?limit=200')).body.domains.find(
      (one: { domain: string }) => one.domain === domain,
    );
    const { name, value } = mine.record;
    const theirs = t.dns.txt.get(name) ?? [];
    t.dns.txt.set(name, [...theirs, value]);
    const verify = () => owner.post(`/api/sso/domains/${mine.id}/verify`);
    expect(codeOf(await verify())).toBe('duplicate');
    t.dns.txt.set(name, [value]);
    expect((await verify()).body.domain.state).toBe('proven');
    const { domains } = (await stranger.get('/api/sso/domains')).body;
    expect(domains).toEqual([expect.objectContaining({ domain, state: 'claimed' })]);
    const log = (await stranger.get('/api/audit-log')).body.entries;
    expect(log[0]).toMatchObject({ action: 'sso.domain_lost', details: { domain } });
  });
});

describe('a provider', () => {
  it('is read from metadata, pasted or fetched', async () => {
    const metadataXml = await (await fetch(saml.metadataUrl)).text();
    for (const source of [{ metadataXml }, { metadataUrl: saml.metadataUrl }]) {
      const body = { kind: 'saml', name: 'From metadata', ...source };
      const answer = await owner.post('/api/sso/providers', body);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.body.provider).toMatchObject({
        issuer: saml.entityId,
        ssoUrl: saml.ssoUrl,
        certificates: [{ subject: 'CN=Simulated identity provider' }],
      });
    }
  });

  it('is described to its administrator by our metadata', async () => {
    const provider = await addSamlProvider(owner, saml);
    const answer = await t.signedOut().get(new URL(provider.metadataUrl).pathname);
    expect(answer.text).toContain(`entityID="${provider.metadataUrl}"`);
    expect(answer.text).toContain(`Location="${provider.callbackUrl}"`);
    expect(provider.callbackUrl).toBe(`${t.url}/api/auth/sso/saml/${provider.id}/acs`);
  });

  const weak = () => createKeyWithCertificate('Weak', 1024).certificate;
  const samlBody = () => ({
    kind: 'saml',
    name: 'x',
    entityId: 'x',
    ssoUrl: 'https://idp.example/sso',
    certificates: [saml.keys.certificate],
  });
  it.each([
    ['plain http', () => ({ ...samlBody(), ssoUrl: 'http://idp.example/sso' }), 'ssoUrl'],
    ['a script', () => ({ ...samlBody(), ssoUrl: 'javascript:alert(1)' }), ''],
    ['no certificate', () => ({ ...samlBody(), certificates: ['nonsense'] }), 'certificates'],
    ['a weak key', () => ({ ...samlBody(), certificates: [weak()] }), 'certificates'],
    ['no metadata', () => ({ kind: 'saml', name: 'x', metadataXml: '<x/>' }), 'metadataXml'],
    ['the default role owner', () => ({ ...samlBody(), defaultRole: 'owner' }), ''],
    [
      'an issuer inside',
      () => ({
        kind: 'oidc',
        name: 'x',
        clientId: 'c',
        clientSecret: 's',
        issuer: 'http://10.0.0.1',
      }),
      'issuer',
    ],
  ])('with %s is refused', async (_what, body, path) => {
    const answer = await owner.post('/api/sso/providers', body());
    expect(codeOf(answer)).toBe('validation_failed');
    if (path !== '') expect(answer.body.details[0].path).toBe(path);
  });

  it('takes domains of its own organization only', async () => {
    const stranger = await (await addOrganization(t)).signIn();
    const theirs = await proveDomain(t, stranger, domain);
    const { issuer, clientId, clientSecret } = oidc;
    const body = { kind: 'oidc', name: 'x', issuer, clientId, clientSecret, domainIds: [theirs] };
    expect(codeOf(await owner.post('/api/sso/providers', body))).toBe('not_found');
  });

  it('tells by a test whether people could sign in', async () => {
    const domainIds = [await proveDomain(t, owner, domain)];
    // The second takes the domain from the first, so each is tried when it is made.
    for (const add of [
      () => addOidcProvider(owner, oidc, { domainIds }),
      () => addSamlProvider(owner, saml, { domainIds }),
    ]) {
      const { id } = await add();
      const { body } = await owner.post(`/api/sso/providers/${id}/test`);
      expect(body.test, JSON.stringify(body)).toMatchObject({ ok: true });
    }
    const away = await addOidcProvider(owner, oidc);
    oidc.hostile = { discovery: () => ({ issuer: 'https://elsewhere.example' }) };
    const { body } = await owner.post(`/api/sso/providers/${away.id}/test`);
    oidc.hostile = {};
    expect(body.test).toMatchObject({
      ok: false,
      checks: [{ ok: false }, { name: 'discovery', ok: false }],
    });
  });

  it('is changed and removed under the same rules, its secret never shown', async () => {
    const { id } = await addOidcProvider(owner, oidc);
    const headers = { 'if-match': '"1"' };
    const body = { clientSecret: 'another-secret', name: 'Renamed' };
    const changed = await owner.patch(`/api/sso/providers/${id}`, body, { headers });
    expect(changed.body.provider).toMatchObject({
      name: 'Renamed',
      version: 2,
      hasClientSecret: true,
    });
    expect(changed.text).not.toContain('another-secret');
    const foreign = await owner.patch(
      `/api/sso/providers/${id}`,
      { ssoUrl: 'https://x.example' },
      { headers: { 'if-match': '"2"' } },
    );
    expect(foreign.body.details[0].path).toBe('ssoUrl');
    expect((await owner.delete(`/api/sso/providers/${id}`)).body).toEqual({ success: true });
    expect((await owner.get(`/api/sso/providers/${id}`)).status).toBe(404);
  });
});

describe('whoever configures a provider', () => {
  const enter = (sub: string, email: string) => {
    oidc.person = { sub, email, email_verified: true };
    return signInByOidc(t, oidc, email);
  };

  it('lets in nobody above themselves: an Owner must confirm it for Owners', async () => {
    const other = await addOrganization(t);
    const theirOwner = await other.signIn();
    const provedDomain = other.owner.email.split('@')[1] ?? '';
    const [adminUser] = await t.db.asOwner(
      `select id from users where email = 'admin@demo.example'`,
    );
    const member = { userId: String(adminUser?.['id']), role: 'admin' } as const;
    await addMember(t.app.database, other.id, member);
    const theirAdmin = await signInAs(t.url, 'admin@demo.example');
    await theirAdmin.post('/api/auth/organization/set-active', { organizationId: other.id });

    const domainIds = [await proveDomain(t, theirAdmin, provedDomain)];
    const provider = await addOidcProvider(theirAdmin, oidc, { domainIds });
    expect(provider.speaksFor).toBe('all_but_owners');
    const refused = await enter('sub-owner', other.owner.email);
    expect(refused.outcome).toBe('provider_not_trusted');
    expect(refused.client.cookie).toBeNull();

    const headers = { 'if-match': '"1"' };
    const path = `/api/sso/providers/${provider.id}`;
    const confirmed = await theirOwner.patch(path, {}, { headers });
    expect(confirmed.body.provider.speaksFor).toBe('everybody');
    expect((await enter('sub-owner', other.owner.email)).outcome).toBeNull();
  });

  it('needs the permission, and a fresh proof of identity', async () => {
    const member = await t.signIn('member');
    for (const path of ['/api/sso/domains', '/api/sso/providers', '/api/sso/requirement']) {
      expect(codeOf(await member.get(path))).toBe('forbidden');
    }
    await t.db.asOwner(`update sessions set confirmed_at = now() - interval '16 minutes'
      where user_id = (select id from users where email = 'admin@demo.example')`);
    expect(codeOf(await admin.post('/api/sso/domains', { domain }))).toBe('confirmation_required');
  });
});

describe('an address that somebody else signed up with and never proved', () => {
  it('loses what they set up when the provider vouches for its owner', async () => {
    const email = `squatted@${domain}`;
    const squatter = { name: 'Eve', email, password: 'correct horse battery' };
    await t.app.identity.auth.createUser(squatter);
    await t.db.asOwner('update users set email_verified = false where email = $1', [email]);
    const eve = await signInAs(t.url, email).catch(() => null);
    const domainIds = [await proveDomain(t, owner, domain)];
    await addOidcProvider(owner, oidc, { domainIds, justInTime: true });
    oidc.person = { sub: `sub-${domain}`, email, email_verified: true };
    const end = await signInByOidc(t, oidc, email);
    expect((await end.client.get('/api/auth/session')).body.session.role).toBe('viewer');
    if (eve) expect((await eve.get('/api/auth/session')).status).toBe(401);
    await expect(signInAs(t.url, email)).rejects.toThrow('unauthorized');
  });
});

describe('where single sign-on is required', () => {
  it('passwords open nothing, an Owner with a second factor apart', async () => {
    const other = await addOrganization(t);
    const theirOwner = await other.signIn();
    const email = other.owner.email;
    const require = (client: Client, required: boolean) =>
      client.put('/api/sso/requirement', { required });
    expect(codeOf(await require(theirOwner, true))).toBe('prerequisite_missing');
    const domainId = await proveDomain(t, theirOwner, email.split('@')[1] ?? '');
    const provider = await addOidcProvider(theirOwner, oidc, { domainIds: [domainId] });
    // Whoever demands it must be able to come in themselves.
    expect(codeOf(await require(theirOwner, true))).toBe('prerequisite_missing');
    oidc.person = { sub: 'sub-required', email, email_verified: true };
    const { client } = await signInByOidc(t, oidc, email);
    expect((await require(client, true)).body).toEqual({ requirement: { required: true } });

    expect((await theirOwner.get('/api/sso/requirement')).body.code).toBe('no_active_organization');
    const told = (await theirOwner.get('/api/auth/session')).body.session;
    expect(told).toMatchObject({
      organizations: [],
      singleSignOn: { requiredBy: [{ id: other.id }] },
    });
    const wrong = await t.signedOut().post('/api/auth/sign-in/email', { email, password: 'wrong' });
    expect(wrong.status).toBe(401);
    await expect(signInAs(t.url, email)).rejects.toThrow('prerequisite_missing');
    expect((await client.get('/api/sso/requirement')).status).toBe(200);

    for (const path of [`/api/sso/providers/${provider.id}`, `/api/sso/domains/${domainId}`]) {
      expect(codeOf(await client.delete(path)), path).toBe('prerequisite_missing');
    }
    await t.db.asOwner('update users set two_factor_enabled = true where email = $1', [email]);
    const session = (await theirOwner.get('/api/auth/session')).body.session;
    expect(session).toMatchObject({ organization: { id: other.id }, role: 'owner' });
  });
});
