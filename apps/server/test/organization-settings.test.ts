/** An organization's settings, its beginning and its end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organizationsDeletedBefore } from '../src/features/identity/index.ts';
import { type Client, createClient } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { addOrganization } from './organizations.ts';
import { addMemberOf, addPerson, noRights, rightsOf } from './people.ts';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

const change = (client: Client, version: number, body: unknown, path = '/api/organization') =>
  client.patch(path, body, { headers: { 'if-match': `"${version}"` } });
const security = '/api/organization/security';

describe('the settings', () => {
  it('change by what is given, keep the rest, and say their version', async () => {
    const owner = await (await addOrganization(t, 'Before')).signIn();
    const changed = await change(owner, 1, {
      name: 'After',
      logoUrl: 'https://cdn.example/logo.png',
      billingEmail: 'billing@after.example',
    });
    expect(changed.body.organization).toMatchObject({
      name: 'After',
      logoUrl: 'https://cdn.example/logo.png',
      industry: null,
      billingEmail: 'billing@after.example',
      version: 2,
    });
    expect(changed.headers.get('etag')).toBe('"2"');
    const next = await change(owner, 2, { industry: 'Freight', logoUrl: null });
    expect(next.body.organization).toMatchObject({ name: 'After', logoUrl: null, version: 3 });
    expect((await owner.get('/api/organization')).body).toEqual(next.body);
    expect((await change(owner, 2, { name: 'Late' })).body.code).toBe('version_conflict');
  });

  it('refuse another slug with a reason, and what is no https address', async () => {
    const owner = await (await addOrganization(t)).signIn();
    const { body } = await change(owner, 1, { slug: 'another' });
    expect(body.details).toEqual([
      { path: 'slug', message: 'The slug never changes: addresses and integrations rely on it.' },
    ]);
    const wrong = [
      'http://a.example/x.png',
      'javascript:alert(1)',
      'https://',
      'https://localhost/x',
    ];
    for (const logoUrl of wrong) {
      expect((await change(owner, 1, { logoUrl })).body.code, logoUrl).toBe('validation_failed');
    }
    for (const body of [{ name: '' }, { name: 'x'.repeat(101) }, { billingEmail: 'nobody' }]) {
      expect((await change(owner, 1, body)).body.code).toBe('validation_failed');
    }
  });
});

describe('the security settings', () => {
  it('are an Owner’s to change, and do not lock out who requires single sign-on', async () => {
    const added = await addOrganization(t);
    const owner = await added.signIn();
    const admin = await (await addMemberOf(t, added.id, 'admin')).signIn();
    expect((await admin.get(security)).body).toEqual({
      security: { ssoRequired: false, sessionDays: 30, version: 1 },
    });
    expect((await change(admin, 1, { sessionDays: 7 }, security)).status).toBe(403);
    const locked = await change(owner, 1, { ssoRequired: true }, security);
    expect(locked.body.code).toBe('prerequisite_missing');
    await t.db.asOwner('update users set two_factor_enabled = true where id = $1', [
      added.owner.userId,
    ]);
    expect((await change(owner, 1, { ssoRequired: true }, security)).status).toBe(200);
    expect((await admin.get(security)).body.code).toBe('no_active_organization');
    expect((await owner.get(security)).body.security.ssoRequired).toBe(true);
  });

  it('end sessions of the organization after so many days, and say when', async () => {
    const added = await addOrganization(t);
    const owner = await added.signIn();
    expect((await change(owner, 1, { sessionDays: 3 }, security)).status).toBe(200);
    const { session } = (await owner.get('/api/auth/session')).body;
    const days = (Date.parse(session.expiresAt) - Date.now()) / (24 * 3600_000);
    expect(days).toBeCloseTo(3, 2);
    const age = `update sessions set created_at = now() - $1::interval where user_id = $2`;
    await t.db.asOwner(age, ['2 days 23 hours', added.owner.userId]);
    expect((await owner.get('/api/auth/session')).status).toBe(200);
    await t.db.asOwner(age, ['3 days 1 second', added.owner.userId]);
    expect((await owner.get('/api/auth/session')).status).toBe(401);
  });
});

describe('another organization', () => {
  it('has who made it as its Owner, and does not become the active one', async () => {
    const person = await addPerson(t);
    const client = await person.signIn();
    const body = { name: 'Fresh Start', slug: 'fresh-start' };
    const made = await client.post('/api/organizations', body);
    expect(made.body.organization).toEqual({ id: expect.any(String), ...body });
    const { id } = made.body.organization;
    expect(await rightsOf(client)).toMatchObject({ active: null, organizations: [id] });
    await client.post('/api/auth/organization/set-active', { organizationId: id });
    expect((await rightsOf(client)).role).toBe('owner');
    const taken = await (await addPerson(t)).signIn();
    expect((await taken.post('/api/organizations', body)).body.code).toBe('duplicate');
    expect((await rightsOf(taken)).organizations).toEqual([]);
  });

  it('is not made by a session that single sign-on pinned', async () => {
    const added = await addOrganization(t);
    const client = await added.signIn();
    await t.db.asOwner('update sessions set pinned_organization_id = $1 where user_id = $2', [
      added.id,
      added.owner.userId,
    ]);
    const answer = await client.post('/api/organizations', { name: 'Pinned', slug: 'pinned' });
    expect(answer.body.code).toBe('forbidden');
  });
});

describe('a deleted organization', () => {
  it('is entered by nobody any more; its people keep their other organizations', async () => {
    const [closing, other] = [await addOrganization(t), await addOrganization(t)];
    const member = await addMemberOf(t, closing.id, 'admin');
    const double = await addMemberOf(t, other.id, 'viewer');
    await t.db.asOwner(
      `insert into members (id, organization_id, user_id, role) values (gen_random_uuid(), $1, $2, 'owner')`,
      [closing.id, double.userId],
    );
    const clients = [await closing.signIn(), await member.signIn(), await double.signIn()] as const;
    await clients[2].post('/api/auth/organization/set-active', { organizationId: closing.id });
    const path = `/api/organizations/${closing.id}`;
    expect((await clients[1].delete(path)).body.code).toBe('forbidden');
    expect((await (await other.signIn()).delete(path)).status).toBe(404);
    const copy = createClient(t.url, clients[0].cookie);
    expect((await clients[0].delete(path)).body).toEqual({ success: true });
    for (const client of [...clients.slice(0, 2), copy, await closing.signIn()]) {
      expect(await rightsOf(client)).toEqual(noRights);
    }
    expect(await rightsOf(clients[2])).toMatchObject({ active: other.id, role: 'viewer' });
    const back = { organizationId: closing.id };
    expect((await clients[2].post('/api/auth/organization/set-active', back)).status).toBe(404);
    expect((await clients[0].delete(path)).status).toBe(404);
    await t.db.asOwner('update sessions set active_organization_id = $1 where user_id = $2', [
      closing.id,
      member.userId,
    ]);
    expect((await rightsOf(clients[1])).role).toBeNull();

    const rows = await t.db.asOwner('select name from organizations where id = $1', [closing.id]);
    expect(rows.length).toBe(1);
    const visited: string[] = [];
    await t.app.database.withEveryOrganization('test', async (tx) => {
      visited.push(tx.scope.organizationId);
    });
    expect(visited).not.toContain(closing.id);
    const soon = await organizationsDeletedBefore(t.app.database, new Date(Date.now() + 60_000));
    expect(soon).toEqual([closing.id]);
    expect(await organizationsDeletedBefore(t.app.database, new Date(Date.now() - 60_000))).toEqual(
      [],
    );
  });

  it('needs a recent proof of identity to become one', async () => {
    const added = await addOrganization(t);
    const client = await added.signIn();
    await t.db.asOwner(
      `update sessions set confirmed_at = now() - interval '16 minutes' where user_id = $1`,
      [added.owner.userId],
    );
    const answer = await client.delete(`/api/organizations/${added.id}`);
    expect(answer.body.code).toBe('confirmation_required');
  });
});
