/** Signing in and out, organizations, roles, proofs of identity. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember } from '../src/features/identity/index.ts';
import { sha256 } from '../src/kernel/crypto/tokens.ts';
import { newId } from '../src/kernel/ids.ts';
import { type Answer, type Client, createClient } from './client.ts';
import { type DemoRole, startTestApp, type TestApp } from './harness.ts';
import { addOrganization } from './organizations.ts';
import { testPassword } from './secrets.ts';

let t: TestApp;
let offset = 0;
const minutes = (count: number) => count * 60_000;

beforeAll(async () => {
  t = await startTestApp({ clock: { now: () => new Date(Date.now() + offset) } });
});
afterAll(() => t.close());

const signInPath = '/api/auth/sign-in/email';
const sessionPath = '/api/auth/session';

/** The token in a client's cookie, without its signature. */
function tokenOf(client: Client): string {
  const value = decodeURIComponent((client.cookie ?? '').replace('session_token=', ''));
  return value.slice(0, value.lastIndexOf('.'));
}

describe('signing in', () => {
  it('answers with person and organization, and sets cookies that hold the session and the device', async () => {
    const client = t.signedOut();
    const answer = await client.post(signInPath, {
      email: 'Owner@Demo.example',
      password: testPassword,
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      user: { id: expect.any(String), name: 'Olivia Owens', email: 'owner@demo.example' },
      organization: { id: expect.any(String), name: 'Northwind Cloud', slug: 'northwind-cloud' },
      twoFactorRequired: false,
    });
    const [cookie = '', device = '', ...others] = answer.headers.getSetCookie();
    expect(others).toEqual([]);
    expect(device).toMatch(
      /^known_device=[\w-]{43}\.[\w-]{43}; Max-Age=31536000; Path=\/api\/auth; HttpOnly; SameSite=Lax$/,
    );
    expect(cookie).toMatch(
      /^session_token=[\w-]{20,}\.[\w%]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.text).not.toContain(tokenOf(client));
  });

  it('tells an unknown address and a wrong password in the same bytes', async () => {
    const wrong = (email: string) =>
      t.signedOut().post(signInPath, { email, password: 'not the password' });
    const known = await wrong('owner@demo.example');
    const unknown = await wrong('nobody@demo.example');
    expect(known.status).toBe(401);
    expect(known.body.code).toBe('unauthorized');
    expect(unknown.status).toBe(401);
    expect(unknown.text).toBe(known.text);
    const comparable = ({ headers }: Answer) =>
      [...headers].filter(([name]) => !['x-request-id', 'date', 'ratelimit'].includes(name)).sort();
    expect(comparable(unknown)).toEqual(comparable(known));
    expect(known.headers.getSetCookie()).toEqual([]);
  });

  it('stores the token hashed, never as it is', async () => {
    const client = await t.signIn('viewer');
    const token = tokenOf(client);
    const rows = await t.db.asOwner('select token from sessions where token in ($1, $2)', [
      token,
      sha256(token),
    ]);
    expect(rows).toEqual([{ token: sha256(token) }]);
  });

  it('is told in the audit log, of portal users too', async () => {
    await t.signIn('portal');
    const admin = await t.signIn('admin');
    const { body } = await admin.get('/api/audit-log?limit=2');
    expect(body.entries[1].actor).toMatchObject({ kind: 'portal', name: 'Petra Lindqvist' });
    expect(body.entries[0]).toMatchObject({
      action: 'session.signed_in',
      actor: { kind: 'member', name: 'Adam Achterberg' },
      outcome: 'done',
    });
  });

  it('stores passwords as scrypt hashes', async () => {
    const rows = await t.db.asOwner('select password from accounts');
    for (const { password } of rows) expect(password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
  });
});

describe('the session', () => {
  const viewer = [
    ...['connection.read', 'schema.read', 'drift.read', 'mapping.read', 'object_fields.read'],
    ...['organization.read', 'member.read', 'role.read', 'file.read'],
    ...['partner.read', 'contact.read', 'deal_registration.read', 'deal.read'],
    ...['field_group.internal_notes', 'field_group.ai_scores'],
  ];
  const member = [
    ...viewer,
    ...['schema.refresh', 'mapping.suggest', 'portal_user.read', 'file.upload'],
    ...['partner.write', 'contact.write', 'deal_registration.write', 'deal.write'],
    'field_group.commercial_terms',
  ];
  const admin = [
    ...member,
    ...['connection.connect', 'connection.disconnect', 'mapping.write', 'organization.update'],
    ...['member.invite', 'member.update', 'member.remove', 'role.write'],
    ...['portal_user.invite', 'portal_user.revoke', 'security.read', 'sso.read', 'sso.write'],
    ...['service_account.read', 'service_account.write', 'audit.read', 'audit.export'],
    ...['privacy.export', 'privacy.erase', 'retention.read'],
    ...['deal_registration.decide', 'field_group.payouts'],
  ];
  const owner = [...admin, 'security.write', 'retention.write'];
  const portal = [
    ...['object_fields.read', 'file.read', 'partner.read', 'contact.read', 'deal.read'],
    ...['deal_registration.read', 'deal_registration.write'],
  ];
  const permissions: Record<DemoRole, string[]> = { owner, admin, member, viewer, portal };

  const roleNames: Record<DemoRole, string> = {
    owner: 'Owner',
    admin: 'Admin',
    member: 'Member',
    viewer: 'Viewer',
    portal: 'Partner',
  };

  const roles: DemoRole[] = ['owner', 'admin', 'member', 'viewer', 'portal'];
  it.each(roles)('of %s tells role and permissions', async (role) => {
    const client = await t.signIn(role);
    const { body, status } = await client.get(sessionPath);
    expect(status).toBe(200);
    const { session } = body;
    expect(session.role).toBe(role === 'portal' ? 'partner' : role);
    expect([...session.permissions].sort()).toEqual([...permissions[role]].sort());
    expect(session.reaches['partner.read']).toBe(role === 'portal' ? 'own' : 'all');
    expect(session.roleName).toBe(roleNames[role]);
    expect(session.organization.slug).toBe('northwind-cloud');
    expect(session.organizations).toEqual([session.organization]);
  });

  it('of a portal user names the own partner, that of a member none', async () => {
    const portal = await (await t.signIn('portal')).get(sessionPath);
    expect(portal.body.session.partner).toEqual({ id: expect.any(String), name: 'Fjord Systems' });
    const member = await (await t.signIn('member')).get(sessionPath);
    expect(member.body.session.partner).toBeNull();
  });

  it('is 401 for nobody', async () => {
    const answer = await t.signedOut().get(sessionPath);
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('unauthorized');
  });

  it('ends with sign-out: the cookie is cleared, and dead', async () => {
    const client = await t.signIn('member');
    const copy = createClient(t.url, client.cookie);
    const answer = await client.post('/api/auth/sign-out');
    expect(answer.body).toEqual({ success: true });
    expect(answer.headers.getSetCookie()).toEqual([
      'session_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
    ]);
    expect(client.cookie).toBeNull();
    expect((await copy.get(sessionPath)).status).toBe(401);
    const rows = await t.db.asOwner('select 1 from sessions where token = $1', [
      sha256(tokenOf(copy)),
    ]);
    expect(rows).toEqual([]);
  });
});

describe('the active organization', () => {
  const setActive = '/api/auth/organization/set-active';

  it('is switched under a new token, the old one is dead', async () => {
    const added = await addOrganization(t, 'Zephyr Partners');
    const client = await t.signIn('viewer');
    const before = await client.get(sessionPath);
    const userId: string = before.body.session.user.id;
    await addMember(t.app.database, added.id, { userId, role: 'admin' });
    const old = createClient(t.url, client.cookie);

    const answer = await client.post(setActive, { organizationId: added.id });
    expect(answer.status).toBe(200);
    expect(answer.body.session).toMatchObject({
      organization: { id: added.id, name: 'Zephyr Partners' },
      role: 'admin',
    });
    expect(answer.body.session.organizations.length).toBe(2);
    expect(client.cookie).not.toBe(old.cookie);
    expect((await old.get(sessionPath)).status).toBe(401);
    expect((await client.get(sessionPath)).body.session.organization.id).toBe(added.id);
    expect((await client.get('/api/audit-log')).body.entries[0].action).toBe('member.added');

    const again = await t.signIn('viewer');
    const start = await again.get(sessionPath);
    expect(start.body.session.organization.id).toBe(added.id);
  });

  it('cannot be one that the person does not belong to: 404 as for one that is not there', async () => {
    const added = await addOrganization(t);
    const client = await t.signIn('owner');
    const { cookie } = client;
    const foreign = await client.post(setActive, { organizationId: added.id });
    const missing = await client.post(setActive, { organizationId: newId() });
    expect(foreign.status).toBe(404);
    expect(foreign.text).toBe(missing.text);
    expect(client.cookie).toBe(cookie);
    expect((await client.get(sessionPath)).body.session.organization.slug).toBe('northwind-cloud');
  });

  it('is none at once when the membership ends', async () => {
    const added = await addOrganization(t);
    const client = await added.signIn();
    expect((await client.get('/api/integrations')).status).toBe(200);
    await t.db.asOwner('delete from members where organization_id = $1', [added.id]);
    const after = await client.get('/api/integrations');
    expect(after.status).toBe(400);
    expect(after.body.code).toBe('no_active_organization');
    const { body } = await client.get(sessionPath);
    expect(body.session).toMatchObject({ organization: null, role: null, permissions: [] });
  });

  it('is none for a portal user whose link was revoked', async () => {
    const client = await t.signIn('portal');
    await t.db.asOwner(`update portal_links set state = 'revoked'`);
    const { body } = await client.get(sessionPath);
    await t.db.asOwner(`update portal_links set state = 'active'`);
    expect(body.session).toMatchObject({ organization: null, role: null, partner: null });
  });
});

describe('a sensitive act', () => {
  const authorize = '/api/integrations/salesforce/authorize';
  const confirm = '/api/auth/confirm-identity';
  const wish = { environment: 'demo' };

  it('asks for a new proof after 15 minutes, and takes it for 15 more', async () => {
    const client = await t.signIn('owner');
    offset = minutes(14);
    expect((await client.post(authorize, wish)).status).toBe(200);
    offset = minutes(16);
    const late = await client.post(authorize, wish);
    expect(late.status).toBe(403);
    expect(late.body.code).toBe('confirmation_required');

    const wrong = await client.post(confirm, { password: 'not the password' });
    expect(wrong.status).toBe(403);
    expect(wrong.body.code).toBe('forbidden');
    expect((await client.post(authorize, wish)).body.code).toBe('confirmation_required');

    const old = createClient(t.url, client.cookie);
    const right = await client.post(confirm, { password: testPassword });
    expect(right.body).toEqual({ success: true });
    expect((await client.post(authorize, wish)).status).toBe(200);
    expect((await old.get(sessionPath)).status).toBe(401);
    offset = minutes(32);
    expect((await client.post(authorize, wish)).body.code).toBe('confirmation_required');
    offset = 0;
  });

  it('counts the proof in the session that gave it alone', async () => {
    const [first, second] = [await t.signIn('owner'), await t.signIn('owner')];
    offset = minutes(16);
    await first.post(confirm, { password: testPassword });
    expect((await first.post(authorize, wish)).status).toBe(200);
    expect((await second.post(authorize, wish)).body.code).toBe('confirmation_required');
    offset = 0;
  });

  it('takes no code where no second factor is set up', async () => {
    const client = await t.signIn('owner');
    const answer = await client.post(confirm, { code: '123456' });
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('prerequisite_missing');
  });
});
