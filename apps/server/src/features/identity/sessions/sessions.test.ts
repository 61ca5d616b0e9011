import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, createBrowser, signInWith } from '../../../../test/browsers.ts';
import { startTestApp, type TestApp } from '../../../../test/harness.ts';
import { addOrganization } from '../../../../test/organizations.ts';
import { addMember } from '../create-organization.ts';
import { sweep } from '../sweep.ts';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

const path = '/api/auth/sessions';

async function twoSessions() {
  const person = await addPerson(t);
  const first = await signInWith(createBrowser(t.url), person.email);
  const second = await signInWith(createBrowser(t.url), person.email);
  return { ...person, first, second };
}

it('lists one’s own sessions with device, times and which one this is', async () => {
  const { first, email } = await twoSessions();
  const phone = createBrowser(t.url);
  const agent = 'Mozilla/5.0 (Linux; Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0';
  const credentials = { email, password: 'correct horse battery' };
  await phone.post('/api/auth/sign-in/email', credentials, { headers: { 'user-agent': agent } });
  const { body } = await first.get(path);
  expect(body.sessions.length).toBe(3);
  expect(body.sessions[0]).toEqual({
    id: expect.any(String),
    device: 'Firefox on Android',
    method: 'password',
    current: false,
    createdAt: expect.any(String),
    lastUsedAt: expect.any(String),
    expiresAt: expect.any(String),
  });
  expect(body.sessions.map(({ current }: { current: boolean }) => current)).toEqual([
    ...[false, false, true],
  ]);
  const page = await first.get(`${path}?limit=2`);
  expect(page.body.sessions).toEqual(body.sessions.slice(0, 2));
  const rest = await first.get(`${path}?limit=2&cursor=${page.body.nextCursor}`);
  expect(rest.body).toEqual({ sessions: body.sessions.slice(2), nextCursor: null });
});

it('ends one of one’s own, and nobody else’s', async () => {
  const { first, second } = await twoSessions();
  const stranger = await twoSessions();
  const { sessions } = (await second.get(path)).body;
  const current = sessions.find((one: { current: boolean }) => one.current);
  expect((await stranger.first.post(`${path}/${current.id}/end`)).status).toBe(404);
  expect((await second.get(path)).status).toBe(200);
  expect((await first.post(`${path}/${current.id}/end`)).body).toEqual({ success: true });
  expect((await second.get(path)).status).toBe(401);
  expect((await first.post(`${path}/${current.id}/end`)).status).toBe(404);
});

it('ends all others, and writes it down as it does sign-in and sign-out', async () => {
  const { first, second } = await twoSessions();
  expect((await first.post(`${path}/end-others`)).body).toEqual({ success: true });
  expect((await second.get(path)).status).toBe(401);
  expect((await first.get(path)).body.sessions.length).toBe(1);
  const { entries } = (await first.get('/api/audit-log?limit=3')).body;
  expect(entries[0]).toMatchObject({ action: 'session.others_ended', details: { count: 1 } });
  const again = await signInWith(createBrowser(t.url), (await addPerson(t)).email);
  const copy = await signInWith(createBrowser(t.url), 'owner@demo.example');
  await copy.post('/api/auth/sign-out');
  expect((await again.get(path)).status).toBe(200);
  const log = await (await t.signIn('owner')).get('/api/audit-log?limit=5');
  const actions = log.body.entries.map(({ action }: { action: string }) => action);
  expect(actions).toContain('session.signed_out');
});

it('of single sign-on stay in the organization that made them', async () => {
  const { first, userId, organizationId } = await twoSessions();
  const other = await addOrganization(t);
  await addMember(t.app.database, other.id, { userId, role: 'viewer' });
  await t.db.asOwner(
    `update sessions set pinned_organization_id = $1, method = 'sso' where user_id = $2`,
    [organizationId, userId],
  );
  const setActive = '/api/auth/organization/set-active';
  const refused = await first.post(setActive, { organizationId: other.id });
  expect(refused.status).toBe(403);
  expect(refused.body.code).toBe('forbidden');
  expect((await first.post(setActive, { organizationId })).status).toBe(200);
});

it('whose time is over are deleted by the hourly sweep, with all else that is', async () => {
  const { userId, email } = await twoSessions();
  await t.signedOut().post('/api/auth/forgot-password', { email });
  await t.mailTo(email);
  await t.db.asOwner(`update sessions set expires_at = now() - interval '1 s' where user_id = $1`, [
    userId,
  ]);
  await t.db.asOwner(`update account_requests set expires_at = now() - interval '1 s'`);
  await sweep({ database: t.app.database, clock: { now: () => new Date() } });
  const left = await t.db.asOwner(
    'select 1 from sessions where user_id = $1 union all select 1 from account_requests',
    [userId],
  );
  expect(left).toEqual([]);
});
