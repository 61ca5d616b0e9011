/** The catalogue of permissions against what is mounted, documented and offered. */
import { entryOf, grant, type Permission, permission } from '@partneros/contract/permissions';
import { roleTemplates } from '@partneros/contract/role-templates';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';

/** Permissions that guard no operation yet, each with what will be guarded. */
const awaitsItsRoutes: Partial<Record<Permission, string>> = {
  'partner.read': 'Partners have no routes yet; role templates and portal users speak of them.',
  'partner.write': 'Likewise.',
  'contact.read': 'Contacts have no routes yet.',
  'contact.write': 'Likewise.',
  'deal_registration.read': 'Deal registrations have no routes yet.',
  'deal_registration.write': 'Likewise.',
  'deal_registration.decide': 'Likewise.',
  'deal.read': 'Deals have no routes yet.',
  'deal.write': 'Likewise.',
  'field_group.commercial_terms': 'Guards fields of answers, not operations.',
  'field_group.payouts': 'Guards fields of answers, not operations.',
  'field_group.internal_notes': 'Guards fields of answers, not operations.',
  'field_group.ai_scores': 'Guards fields of answers, not operations.',
};

let t: TestApp;
let owner: Client;
beforeAll(async () => {
  t = await startTestApp();
  owner = await t.signIn('owner');
});
afterAll(() => t.close());

describe('every permission', () => {
  it('guards an operation that is mounted, or stands in the list of those that wait', () => {
    const guarding = new Set<string>(t.app.api.operations.map(({ operation }) => operation.access));
    const idle = permission.options.filter((name) => !guarding.has(name));
    expect(idle.sort()).toEqual(Object.keys(awaitsItsRoutes).sort());
  });

  it('is told with its sentence in the document of each operation that it guards', async () => {
    const { body } = await owner.get('/api/openapi.json');
    for (const { operation } of t.app.api.operations) {
      const { access, method, path } = operation;
      if (access === 'public' || access === 'signed_in') continue;
      const told = body.paths[path][method]['x-permission'];
      expect(told).toBe(`${access}: ${entryOf(access).sentence}`);
    }
  });

  it('is the Owner’s, as far as it goes', () => {
    for (const name of permission.options) expect(entryOf(name).holders.owner, name).toBe('all');
  });

  it('is shown on the Permissions screen under an area, with what the caller may grant', async () => {
    const admin = await t.signIn('admin');
    const { body } = await admin.get('/api/permissions');
    const shown: { permission: string; mayGrant: boolean }[] = body.areas.flatMap(
      ({ permissions }: { permissions: unknown[] }) => permissions,
    );
    expect(shown.map((one) => one.permission)).toEqual(permission.options);
    const beyond = shown.filter(({ mayGrant }) => !mayGrant).map((one) => one.permission);
    expect(beyond.sort()).toEqual(['retention.write', 'security.write']);
  });
});

describe('a role template', () => {
  it.each(roleTemplates)(
    '$key is made of grants, and can be made a role by an Owner',
    async (one) => {
      expect(one.grants.filter((name) => !grant.safeParse(name).success)).toEqual([]);
      const { name, description, grants } = one;
      const answer = await owner.post('/api/roles', { name, description, grants });
      expect(answer.status, answer.text).toBe(200);
      expect(answer.body.role).toMatchObject({ name, memberCount: 0, version: 1 });
    },
  );

  it('is offered for each of the seven jobs of the spec', async () => {
    const { body } = await owner.get('/api/permissions');
    expect(body.templates.map(({ name }: { name: string }) => name)).toEqual([
      'Partner Manager',
      'Deal Desk',
      'Program Manager',
      'Partner Marketing',
      'Finance',
      'Integration Admin',
      'Sales',
    ]);
  });
});
