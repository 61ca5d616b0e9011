/** Every role against every role, by every way to hand one out: nobody rises above themselves. */
import { grantsOfBuiltIn } from '@partneros/contract/permissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember } from '../src/features/identity/index.ts';
import type { Client } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { activeOrganization, addPerson, newAddress } from './people.ts';

/** Roles by what they may hand out; `manager` is an own role that administers people. */
const actors = ['owner', 'admin', 'manager', 'member', 'viewer'] as const;
const targets = ['owner', 'admin', 'manager', 'auditor', 'member', 'viewer'] as const;
type Name = (typeof actors)[number] | (typeof targets)[number];

/** Written down apart from the product's policy: who may hand out which role. */
const allowed: Record<(typeof actors)[number], readonly Name[]> = {
  owner: ['owner', 'admin', 'manager', 'auditor', 'member', 'viewer'],
  admin: ['admin', 'manager', 'auditor', 'member', 'viewer'],
  // Holds a Viewer's rights and the administration of people, neither a Member's nor the log.
  manager: ['manager', 'viewer'],
  member: [],
  viewer: [],
};

let t: TestApp;
let owner: Client;
let organizationId: string;
const roleIds: Partial<Record<Name, string>> = {};
const clients = new Map<Name, Client>();
let attempts = 0;

const managing = ['member.invite', 'member.update', 'member.remove', 'role.write'];

beforeAll(async () => {
  t = await startTestApp();
  owner = await t.signIn('owner');
  organizationId = await activeOrganization(owner);
  const make = async (name: string, grants: string[]) => {
    const { body } = await owner.post('/api/roles', { name, grants });
    return String(body.role.id);
  };
  roleIds.manager = await make('Manager', [...grantsOfBuiltIn('viewer'), ...managing]);
  roleIds.auditor = await make('Auditor', ['audit.read']);
  for (const name of actors) clients.set(name, await (await addHolder(name)).signIn());
});
afterAll(() => t.close());

const given = (name: Name) => {
  const roleId = roleIds[name];
  return roleId ? { role: 'custom', roleId } : { role: name, roleId: null };
};
const clientOf = (name: Name) => clients.get(name) ?? t.signedOut();

/** A new member with the role. */
async function addHolder(name: Name) {
  const person = await addPerson(t);
  await addMember(t.app.database, organizationId, { userId: person.userId, role: 'viewer' });
  const [row] = await t.db.asOwner(
    'update members set role = $2, role_id = $3 where user_id = $1 returning id',
    [person.userId, given(name).role, given(name).roleId],
  );
  return { ...person, memberId: String(row?.id) };
}

async function roleOf(memberId: string) {
  const [row] = await t.db.asOwner('select role, role_id from members where id = $1', [memberId]);
  return row ? { role: row.role, roleId: row.role_id } : null;
}

describe.each(actors)('as %s', (actor) => {
  const may = (name: Name) => allowed[actor].includes(name);

  it.each(targets)('inviting to %s is allowed by the written table alone', async (target) => {
    attempts += 1;
    const email = newAddress();
    const answer = await clientOf(actor).post('/api/invitations', { email, ...given(target) });
    const rows = await t.db.asOwner('select 1 from invitations where email = $1', [email]);
    expect({ status: answer.status, made: rows.length }).toEqual(
      may(target) ? { status: 200, made: 1 } : { status: 403, made: 0 },
    );
  });

  it.each(targets)('making others %s, from every role, is allowed by it alone', async (target) => {
    for (const from of targets) {
      attempts += 1;
      const { memberId } = await addHolder(from);
      const path = `/api/members/${memberId}`;
      const headers = { 'if-match': '"1"' };
      const answer = await clientOf(actor).patch(path, given(target), { headers });
      const expected = may(from) && may(target);
      expect(answer.status, `${from} → ${target}: ${answer.text}`).toBe(expected ? 200 : 403);
      expect(await roleOf(memberId)).toEqual(expected ? given(target) : given(from));
    }
  });

  it.each(targets)('removing a %s is allowed by it alone', async (target) => {
    attempts += 1;
    const { memberId } = await addHolder(target);
    const answer = await clientOf(actor).delete(`/api/members/${memberId}`);
    expect(answer.status, answer.text).toBe(may(target) ? 200 : 403);
    expect(await roleOf(memberId)).toEqual(may(target) ? null : given(target));
  });

  it('a role is made and changed with one’s own grants alone', async () => {
    attempts += 3;
    const client = clientOf(actor);
    const name = `Made by ${actor}`;
    const above = await client.post('/api/roles', { name, grants: ['security.write'] });
    expect(above.status).toBe(actor === 'owner' ? 200 : 403);
    const raised = await client.patch(
      `/api/roles/${roleIds.manager}`,
      { grants: [...grantsOfBuiltIn('owner')] },
      { headers: { 'if-match': '"1"' } },
    );
    expect(raised.status).toBe(actor === 'owner' ? 200 : 403);
    if (actor === 'owner') {
      const grants = [...grantsOfBuiltIn('viewer'), ...managing];
      await t.db.asOwner('update roles set grants = $2, version = 1 where id = $1', [
        roleIds.manager,
        grants,
      ]);
    }
  });
});

describe('the attempts', () => {
  it('were as many as there are combinations', () => {
    expect(attempts).toBe(actors.length * (targets.length * (2 + targets.length) + 3));
  });
});
