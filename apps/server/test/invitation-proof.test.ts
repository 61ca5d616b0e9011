/** An invitation taken without an account: what the link proves, and what was there before it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../src/kernel/ids.ts';
import type { Client } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { addOrganization } from './organizations.ts';
import { invite, newAddress } from './people.ts';

let t: TestApp;
let owner: Client;
beforeAll(async () => {
  t = await startTestApp();
  owner = await (await addOrganization(t)).signIn();
});
afterAll(() => t.close());

const accept = (token: string, password: string) =>
  t.signedOut().post('/api/auth/invitations/accept-new', { token, name: 'Ina Invited', password });

it('a weak password is refused, and the invitation still counts', async () => {
  const { token } = await invite(t, owner, newAddress());
  const refused = await accept(token, 'Password1!');
  expect([refused.status, refused.body.details?.[0]?.path]).toEqual([400, 'password']);
  expect((await accept(token, 'a quite unusual phrase')).status).toBe(200);
});

it('a second factor and a half-done sign-in from before the proof are gone with the password', async () => {
  const email = newAddress();
  const userId = newId();
  const unproven = 'insert into users (id, name, email, email_verified, two_factor_enabled)';
  await t.db.asOwner(`${unproven} values ($1, 'Early Bird', $2, false, true)`, [userId, email]);
  await t.db.asOwner(
    `insert into second_factors (user_id, secret_sealed, enabled_at, created_at)
      values ($1, 'x', now(), now())`,
    [userId],
  );
  await t.db.asOwner(
    `insert into sign_in_challenges (id, token_hash, user_id, tries, created_at, expires_at)
      values ($1, 'x', $2, 0, now(), now() + interval '10 minutes')`,
    [newId(), userId],
  );
  const { token } = await invite(t, owner, email);
  expect((await accept(token, 'a quite unusual phrase')).status).toBe(200);
  const [left] = await t.db.asOwner(
    `select (select count(*)::int from second_factors where user_id = $1) as factors,
      (select count(*)::int from sign_in_challenges where user_id = $1) as challenges`,
    [userId],
  );
  expect(left).toEqual({ factors: 0, challenges: 0 });
});
