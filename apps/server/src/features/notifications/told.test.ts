/** What other features tell people, seen by those who are told. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { until } from '../../../test/integrations.ts';
import { addOrganization } from '../../../test/organizations.ts';
import { addMemberOf, addPerson, invite } from '../../../test/people.ts';

let t: TestApp;
let organizationId: string;
let owner: Client;

beforeAll(async () => {
  t = await startTestApp();
  const organization = await addOrganization(t, 'Where people are told');
  organizationId = organization.id;
  owner = await organization.signIn();
});
afterAll(() => t.close());

async function newest(client: Client): Promise<{ kind: string; title: string; text: string }> {
  const { body } = await client.get('/api/notifications?limit=1');
  return body.notifications[0];
}

it('a member hears of their new role and who gave it', async () => {
  const member = await addMemberOf(t, organizationId, 'viewer');
  const client = await member.signIn();
  await owner.patch(
    `/api/members/${member.memberId}`,
    { role: 'member' },
    { headers: { 'if-match': '"1"' } },
  );
  expect(await newest(client)).toMatchObject({
    kind: 'role_changed',
    text: 'Olga Other gave you the role member.',
  });
  expect((await t.mailTo(member.email)).subject).toContain('Your role changed');
});

it('those who invite hear who joined, and nobody hears when the invitation was not taken', async () => {
  const person = await addPerson(t);
  const { token } = await invite(t, owner, person.email);
  const count = async () => (await owner.get('/api/notifications')).body.notifications.length;
  const before = await count();
  const stranger = await (await addPerson(t)).signIn();
  expect((await stranger.post('/api/auth/invitations/accept', { token })).status).toBe(403);
  expect(await count()).toBe(before);
  const client = await person.signIn();
  expect((await client.post('/api/auth/invitations/accept', { token })).status).toBe(200);
  expect(await newest(owner)).toMatchObject({
    kind: 'member_joined',
    title: `Person ${person.email} joined`,
  });
});

it('administrators hear of a service account, once for one key', async () => {
  await owner.put('/api/service-account-settings', { enabled: true });
  const wish = { name: 'Nightly sync', permissions: ['schema.read'], expiresInDays: 30 };
  const headers = { 'idempotency-key': 'told-once' };
  for (let tries = 0; tries < 2; tries += 1) {
    expect((await owner.post('/api/service-accounts', wish, { headers })).status).toBe(200);
  }
  const { notifications } = (await owner.get('/api/notifications')).body;
  const told = notifications.filter(
    ({ kind }: { kind: string }) => kind === 'service_account_created',
  );
  expect(told).toHaveLength(1);
  expect(told[0].text).toContain('Olga Other created the service account Nightly sync');
});

it('whoever asked for an export hears when it is ready', async () => {
  await owner.post('/api/privacy/exports', { email: 'somebody@told.example' });
  await until('it is told', async () => (await newest(owner)).kind === 'export_ready', 20_000);
});
