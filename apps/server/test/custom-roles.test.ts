/** Roles of the organization's own: from being made to being gone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { activeOrganization, addMemberOf, invite, newAddress } from './people.ts';

let t: TestApp;
let owner: Client;
let ours: string;
beforeAll(async () => {
  t = await startTestApp();
  owner = await t.signIn('owner');
  ours = await activeOrganization(owner);
});
afterAll(() => t.close());

let made = 0;
async function makeRole(grants: string[]) {
  made += 1;
  const { body } = await owner.post('/api/roles', { name: `Role ${made}`, grants });
  return body.role;
}
const change = (roleId: string, version: number, body: unknown) =>
  owner.patch(`/api/roles/${roleId}`, body, { headers: { 'if-match': `"${version}"` } });
const give = (memberId: string, roleId: string | null) =>
  owner.patch(
    `/api/members/${memberId}`,
    roleId ? { role: 'custom', roleId } : { role: 'viewer' },
    { headers: { 'if-match': roleId ? '"1"' : '"2"' } },
  );

describe('a custom role', () => {
  it('gives its holders what it grants, and what it grants next at their next request', async () => {
    const role = await makeRole(['audit.read', 'partner.read:team']);
    const member = await addMemberOf(t, ours, 'viewer');
    const client = await member.signIn();
    expect((await give(member.memberId, role.id)).body.member).toMatchObject({
      role: 'custom',
      roleId: role.id,
      roleName: role.name,
    });
    const { session } = (await client.get('/api/auth/session')).body;
    expect(session).toMatchObject({
      role: 'custom',
      roleName: role.name,
      permissions: ['partner.read', 'audit.read'],
      reaches: { 'partner.read': 'team' },
    });
    expect((await client.get('/api/audit-log')).status).toBe(200);
    expect((await client.get('/api/members')).status).toBe(403);
    const changed = await change(role.id, 1, { grants: ['member.read'] });
    expect(changed.body.role).toMatchObject({
      version: 2,
      memberCount: 1,
      grants: ['member.read'],
    });
    expect((await client.get('/api/audit-log')).status).toBe(403);
    expect((await client.get('/api/members')).status).toBe(200);
  });

  it('keeps what a change leaves out, and one of two changes to the same version', async () => {
    const role = await makeRole(['mapping.read']);
    const renamed = await change(role.id, 1, { name: 'Renamed' });
    expect(renamed.body.role).toMatchObject({ name: 'Renamed', grants: ['mapping.read'] });
    const answers = await Promise.all([
      change(role.id, 2, { description: 'one' }),
      change(role.id, 2, { description: 'two' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('has a name of its own, and grants that are known, each once', async () => {
    const role = await makeRole([]);
    const other = await makeRole([]);
    expect((await owner.post('/api/roles', { name: role.name, grants: [] })).body.code).toBe(
      'duplicate',
    );
    expect((await change(other.id, 1, { name: role.name })).body.code).toBe('duplicate');
    for (const grants of [
      ['everything'],
      ['partner.read'],
      ['mapping.read:own'],
      ['partner.read:world'],
      ['partner.read:own', 'partner.read:all'],
      ['mapping.read', 'mapping.read'],
    ]) {
      const answer = await owner.post('/api/roles', { name: 'Refused', grants });
      expect(answer.body.code, grants.join()).toBe('validation_failed');
    }
  });

  it('is not deleted while somebody holds it or is invited to it', async () => {
    const role = await makeRole(['mapping.read']);
    const path = `/api/roles/${role.id}`;
    const member = await addMemberOf(t, ours, 'viewer');
    await give(member.memberId, role.id);
    expect((await owner.delete(path)).body.code).toBe('prerequisite_missing');
    await give(member.memberId, null);
    const wish = { role: 'custom', roleId: role.id };
    const { id } = await invite(t, owner, newAddress(), wish);
    expect((await owner.delete(path)).body.code).toBe('prerequisite_missing');
    await owner.delete(`/api/invitations/${id}`);
    expect((await owner.delete(path)).body).toEqual({ success: true });
    expect((await owner.get(path)).status).toBe(404);
    const { body } = await owner.get('/api/invitations?state=revoked&limit=1');
    expect(body.invitations[0]).toMatchObject({ id, role: 'custom', roleId: null });
  });

  it('reaches whoever accepts an invitation to it', async () => {
    const role = await makeRole(['schema.read']);
    const { token } = await invite(t, owner, newAddress(), { role: 'custom', roleId: role.id });
    const client = t.signedOut();
    const body = { token, name: 'Nora Newcomer', password: 'a password of hers' };
    expect((await client.post('/api/auth/invitations/accept-new', body)).status).toBe(200);
    const { session } = (await client.get('/api/auth/session')).body;
    expect(session).toMatchObject({ roleName: role.name, permissions: ['schema.read'] });
  });
});
