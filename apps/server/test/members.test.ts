/** Members: who they are, what role they get, how they go. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember, createOrganization } from '../src/features/identity/index.ts';
import { newId } from '../src/kernel/ids.ts';
import type { Client } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { addOrganization } from './organizations.ts';
import { activeOrganization, addMemberOf, addPerson, noRights, rightsOf } from './people.ts';

let t: TestApp;
let owner: Client;
let ours: string;
let pair: Awaited<ReturnType<typeof aPair>>;
beforeAll(async () => {
  t = await startTestApp();
  owner = await t.signIn('owner');
  ours = await activeOrganization(owner);
  pair = await aPair();
});
afterAll(() => t.close());

const changeRole = (client: Client, memberId: string, role: string, version = 1) =>
  client.patch(`/api/members/${memberId}`, { role }, { headers: { 'if-match': `"${version}"` } });
const namesOf = (body: { members: { name: string }[] }) => body.members.map(({ name }) => name);

/** Two people for all tests of Owners, signed in. */
async function aPair() {
  const people = [await addPerson(t), await addPerson(t)] as const;
  return { people, clients: [await people[0].signIn(), await people[1].signIn()] as const };
}

/** A new organization whose two Owners they are, active in the sessions of both. */
async function twoOwners() {
  const { people, clients } = pair;
  const { database } = t.app;
  const slug = newId();
  const id = await createOrganization(database, { name: 'Two Owners', slug });
  const memberIds: string[] = [];
  for (const { userId } of people) {
    await addMember(database, id, { userId, role: 'owner' });
    await t.db.asOwner('update sessions set active_organization_id = $1 where user_id = $2', [
      id,
      userId,
    ]);
    const sql = 'select id from members where organization_id = $1 and user_id = $2';
    const [row] = await t.db.asOwner(sql, [id, userId]);
    memberIds.push(String(row?.id));
  }
  const [first = '', second = ''] = memberIds;
  const owners = async () => {
    const sql = `select count(*)::int as count from members where organization_id = $1 and role = 'owner'`;
    const [row] = await t.db.asOwner(sql, [id]);
    return row?.count;
  };
  return { id, people: [{ memberId: first }, { memberId: second }] as const, clients, owners };
}

describe('the list of members', () => {
  it('tells name, address, role and second factor, longest first', async () => {
    const { body } = await owner.get('/api/members');
    expect(namesOf(body).slice(0, 2)).toEqual(['Olivia Owens', 'Adam Achterberg']);
    expect(body.members[0]).toEqual({
      id: expect.any(String),
      userId: expect.any(String),
      name: 'Olivia Owens',
      email: 'owner@demo.example',
      twoFactorEnabled: false,
      role: 'owner',
      roleId: null,
      roleName: 'Owner',
      version: 1,
      createdAt: expect.stringMatching(/^2\d{3}-.*\.\d{3}Z$/),
    });
  });

  it('finds by part of name or address, takes no character for a wildcard, filters by role', async () => {
    const search = async (query: string) =>
      namesOf((await owner.get(`/api/members?${query}`)).body);
    expect(await search('q=OLIVIA')).toEqual(['Olivia Owens']);
    expect(await search('q=admin%40demo')).toEqual(['Adam Achterberg']);
    for (const q of ['%25', '_', '%5C']) expect(await search(`q=${q}`), q).toEqual([]);
    expect(await search('role=viewer')).toContain('Victor Vance');
    expect(await search('role=viewer&q=olivia')).toEqual([]);
  });

  it('goes on where the page before ended, and never leaves the organization', async () => {
    const elsewhere = await addOrganization(t);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await owner.get(`/api/members?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(body.members.length).toBeLessThanOrEqual(2);
      seen.push(...namesOf(body));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(seen.length).toBe(new Set(seen).size);
    expect(seen).not.toContain('Olga Other');
    const { body } = await (await elsewhere.signIn()).get('/api/members');
    expect(namesOf(body)).toEqual(['Olga Other']);
  });
});

describe('another role', () => {
  it('counts from the very next request on', async () => {
    const member = await addMemberOf(t, ours, 'admin');
    const client = await member.signIn();
    expect((await client.get('/api/audit-log')).status).toBe(200);
    const answer = await changeRole(owner, member.memberId, 'viewer');
    expect(answer.body.member).toMatchObject({ role: 'viewer', roleName: 'Viewer', version: 2 });
    expect(answer.headers.get('etag')).toBe('"2"');
    expect((await client.get('/api/audit-log')).status).toBe(403);
    expect((await changeRole(owner, member.memberId, 'member')).body.code).toBe('version_conflict');
    const { body } = await owner.get('/api/audit-log?action=member.role_changed&limit=1');
    expect(body.entries[0]).toMatchObject({
      action: 'member.role_changed',
      target: { type: 'user', id: member.userId },
      details: { from: 'admin', to: 'viewer' },
    });
  });

  it('names a role of the organization, or is refused', async () => {
    const { memberId } = await addMemberOf(t, ours, 'viewer');
    const stranger = await (await addOrganization(t)).signIn();
    const foreign = await stranger.post('/api/roles', { name: 'Foreign', grants: [] });
    const headers = { 'if-match': '"1"' };
    const bodies = [
      { role: 'custom' },
      { role: 'viewer', roleId: foreign.body.role.id },
      { role: 'custom', roleId: foreign.body.role.id },
      { role: 'partner' },
    ];
    for (const body of bodies) {
      const answer = await owner.patch(`/api/members/${memberId}`, body, { headers });
      expect(answer.body.code, JSON.stringify(body)).toBe('validation_failed');
    }
  });

  it('needs a recent proof of identity', async () => {
    const client = await t.signIn('owner');
    const { memberId } = await addMemberOf(t, ours, 'viewer');
    await t.db.asOwner(`update sessions set confirmed_at = now() - interval '16 minutes'`);
    expect((await changeRole(client, memberId, 'admin')).body.code).toBe('confirmation_required');
    await t.db.asOwner('update sessions set confirmed_at = now()');
  });
});

describe('the last Owner', () => {
  it('cannot be demoted, removed, nor leave', async () => {
    const { id, people, clients, owners } = await twoOwners();
    const [first, second] = people;
    expect((await changeRole(clients[0], second.memberId, 'admin')).status).toBe(200);
    const codes = [
      (await changeRole(clients[0], first.memberId, 'admin')).body.code,
      (await clients[0].delete(`/api/members/${first.memberId}`)).body.code,
      (await clients[0].post(`/api/organizations/${id}/leave`)).body.code,
    ];
    expect(codes).toEqual(Array.from({ length: 3 }, () => 'prerequisite_missing'));
    expect(await owners()).toBe(1);
  });

  it('stays when two Owners demote each other at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { people, clients, owners } = await twoOwners();
      const answers = await Promise.all([
        changeRole(clients[0], people[1].memberId, 'viewer'),
        changeRole(clients[1], people[0].memberId, 'viewer'),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
      expect(await owners()).toBe(1);
    }
  });

  it('stays when both leave at once, remove each other, or go each their way', async () => {
    type Act = (
      client: Client,
      own: string,
      others: string,
      id: string,
    ) => ReturnType<Client['post']>;
    const acts: [Act, Act][] = [
      [
        (c, _own, _other, id) => c.post(`/api/organizations/${id}/leave`),
        (c, _own, _other, id) => c.post(`/api/organizations/${id}/leave`),
      ],
      [
        (c, _own, other) => c.delete(`/api/members/${other}`),
        (c, _own, other) => c.delete(`/api/members/${other}`),
      ],
      [
        (c, own) => changeRole(c, own, 'viewer'),
        (c, _own, _other, id) => c.post(`/api/organizations/${id}/leave`),
      ],
      [
        (c, _own, other) => c.delete(`/api/members/${other}`),
        (c, own) => changeRole(c, own, 'viewer'),
      ],
    ];
    for (const [left, right] of acts) {
      const { id, people, clients, owners } = await twoOwners();
      const [first, second] = people;
      const answers = await Promise.all([
        left(clients[0], first.memberId, second.memberId, id),
        right(clients[1], second.memberId, first.memberId, id),
      ]);
      for (const { status } of answers) expect(status).toBeLessThan(500);
      expect(await owners()).toBe(1);
    }
  });
});

describe('a member who is removed', () => {
  it('is out at once, in another organization or in none', async () => {
    const other = await addOrganization(t);
    const alone = await addMemberOf(t, ours, 'member');
    const double = await addMemberOf(t, ours, 'member');
    const clients = [await alone.signIn(), await double.signIn()] as const;
    await addMember(t.app.database, other.id, { userId: double.userId, role: 'viewer' });
    for (const { memberId } of [alone, double]) {
      expect((await owner.delete(`/api/members/${memberId}`)).body).toEqual({ success: true });
      expect((await owner.delete(`/api/members/${memberId}`)).status).toBe(404);
    }
    expect(await rightsOf(clients[0])).toEqual(noRights);
    expect(await rightsOf(clients[1])).toMatchObject({ active: other.id, role: 'viewer' });
    expect((await clients[0].get('/api/members')).body.code).toBe('no_active_organization');
  });

  it('loses a session that single sign-on made for the organization', async () => {
    const member = await addMemberOf(t, ours, 'member');
    const client = await member.signIn();
    await t.db.asOwner('update sessions set pinned_organization_id = $1 where user_id = $2', [
      ours,
      member.userId,
    ]);
    await owner.delete(`/api/members/${member.memberId}`);
    expect((await client.get('/api/auth/session')).status).toBe(401);
  });

  it('may go by themselves, from their own organizations alone', async () => {
    const other = await addOrganization(t);
    const member = await addMemberOf(t, ours, 'viewer');
    const client = await member.signIn();
    expect((await client.post(`/api/organizations/${other.id}/leave`)).status).toBe(404);
    expect((await client.post(`/api/organizations/${ours}/leave`)).status).toBe(200);
    expect(await rightsOf(client)).toEqual(noRights);
    const { body } = await owner.get('/api/audit-log?limit=1');
    expect(body.entries[0]).toMatchObject({ action: 'member.left', actor: { id: member.userId } });
  });
});
