/**
 * The orders in which sign-up, proof and reset can come, with a stranger who was there first. Who has
 * not proven an address has no right by it, whatever they did before.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../src/kernel/ids.ts';
import {
  addCarefulPerson,
  addPerson,
  createBrowser,
  newAddress,
  newPassword,
  signUpAs,
  tokenFor,
} from './browsers.ts';
import { type Answer, type Client, createClient } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { testPassword } from './secrets.ts';

let t: TestApp;
let offset = 0;
beforeAll(async () => {
  t = await startTestApp({ clock: { now: () => new Date(Date.now() + offset) } });
});
afterAll(() => t.close());

const prove = '/api/auth/prove-address';
const reset = '/api/auth/reset-password';
const chosen = 'the owner chose this one';

function signIn(email: string, password: string): Promise<Answer> {
  return t.signedOut().post('/api/auth/sign-in/email', { email, password });
}

async function ask(email: string): Promise<void> {
  await t.signedOut().post('/api/auth/forgot-password', { email });
}

async function hasNoRights(client: Client): Promise<void> {
  expect((await client.get('/api/auth/session')).status).toBe(401);
  expect((await client.get('/api/integrations')).status).toBe(401);
}

/** A user as a provisioning leaves one: an address that nobody has proven, and what a stranger put there. */
async function addUnproven(email: string): Promise<string> {
  const { userId } = await addPerson(t);
  await t.db.asOwner('update users set email = $2, email_verified = false where id = $1', [
    userId,
    email,
  ]);
  return userId;
}

describe('before any proof', () => {
  it('a sign-up gives no session, no user and no organization', async () => {
    const email = newAddress();
    const stranger = await signUpAs(t, email);
    await hasNoRights(stranger);
    expect((await signIn(email, newPassword)).status).toBe(401);
    expect(await t.db.asOwner('select 1 from users where email = $1', [email])).toEqual([]);
    expect(
      await t.db.asOwner(`select 1 from organizations where name like '%Sam Stranger'`),
    ).toEqual([]);
  });

  it('an unproven user cannot sign in, with the right password neither', async () => {
    const email = newAddress();
    await addUnproven(email);
    const right = await signIn(email, testPassword);
    const unknown = await signIn(newAddress(), testPassword);
    expect(right.status).toBe(401);
    expect(right.text).toBe(unknown.text);
  });
});

describe('a stranger who signs up first', () => {
  it('gets nothing when the owner of the address opens the stranger’s link', async () => {
    const email = newAddress();
    const stranger = await signUpAs(t, email);
    const owner = createBrowser(t.url);
    const proven = await owner.post(prove, { token: await tokenFor(t, email) });
    expect(proven.status).toBe(200);
    expect(proven.body.passwordSet).toBe(false);
    await hasNoRights(stranger);
    expect((await signIn(email, newPassword)).status).toBe(401);
    expect((await owner.get('/api/auth/session')).body.session.role).toBe('owner');

    await ask(email);
    const token = await tokenFor(t, email, 1);
    expect((await t.signedOut().post(reset, { token, password: chosen })).status).toBe(200);
    expect((await signIn(email, chosen)).status).toBe(200);
    expect((await signIn(email, newPassword)).status).toBe(401);
  });

  it('gets nothing when the owner signs up as well and opens the own link', async () => {
    const email = newAddress();
    const stranger = await signUpAs(t, email);
    const strangers = await tokenFor(t, email);
    const owner = createBrowser(t.url);
    await owner.post('/api/auth/sign-up', {
      ...{ name: 'The Owner', email, password: chosen, organizationName: 'Ours' },
    });
    const proven = await owner.post(prove, { token: await tokenFor(t, email, 1) });
    expect(proven.body).toMatchObject({
      user: { name: 'The Owner' },
      organization: { name: 'Ours' },
      passwordSet: true,
    });
    expect((await signIn(email, chosen)).status).toBe(200);
    expect((await signIn(email, newPassword)).status).toBe(401);
    // The stranger's own link, should it ever be opened, has died with the proof.
    expect((await stranger.post(prove, { token: strangers })).status).toBe(404);
  });

  it('gets nothing when the owner chooses a password while opening the link', async () => {
    const email = newAddress();
    await signUpAs(t, email);
    const token = await tokenFor(t, email);
    const proven = await t.signedOut().post(prove, { token, password: chosen });
    expect(proven.body.passwordSet).toBe(true);
    expect((await signIn(email, chosen)).status).toBe(200);
    expect((await signIn(email, newPassword)).status).toBe(401);
  });

  it('loses password, second factor, linked account and session by the owner’s proof', async () => {
    for (const way of ['sign-up', 'reset'] as const) {
      const email = newAddress();
      const stranger = await addCarefulPerson(t);
      await t.db.asOwner(
        `insert into accounts (id, account_id, provider_id, user_id) values ($1, $2, 'elsewhere', $3)`,
        [newId(), `account of ${way}`, stranger.userId],
      );
      await t.db.asOwner('update users set email = $2, email_verified = false where id = $1', [
        stranger.userId,
        email,
      ]);
      const owner = way === 'sign-up' ? await signUpAs(t, email) : createBrowser(t.url);
      if (way === 'reset') await ask(email);
      const token = await tokenFor(t, email);
      const proven =
        way === 'sign-up'
          ? await owner.post(prove, { token })
          : await owner.post(reset, { token, password: newPassword });
      expect(proven.status, way).toBe(200);
      await hasNoRights(stranger.browser);
      expect((await signIn(email, testPassword)).status).toBe(401);
      const signedIn = await signIn(email, newPassword);
      expect(signedIn.body.twoFactorRequired).toBe(false);
      const left = await t.db.asOwner(
        `select provider_id as kind from accounts where user_id = $1
          union all select 'factor' from second_factors where user_id = $1`,
        [stranger.userId],
      );
      expect(left).toEqual([{ kind: 'credential' }]);
    }
  });
});

describe('a proof', () => {
  it('comes once: the second use of the link, and a second link, find nothing', async () => {
    const email = newAddress();
    const owner = await signUpAs(t, email);
    const first = await tokenFor(t, email);
    await signUpAs(t, email);
    const second = await tokenFor(t, email, 1);
    expect((await owner.post(prove, { token: first })).status).toBe(200);
    for (const token of [first, second]) {
      const again = createBrowser(t.url);
      expect((await again.post(prove, { token, password: chosen })).status).toBe(404);
      await hasNoRights(again);
    }
    expect((await signIn(email, newPassword)).status).toBe(200);
    expect((await signIn(email, chosen)).status).toBe(401);
  });

  it('by two clicks at once makes one organization and one session', async () => {
    const email = newAddress();
    await signUpAs(t, email);
    const token = await tokenFor(t, email);
    const clicks = await Promise.all(
      Array.from({ length: 4 }, () => t.signedOut().post(prove, { token })),
    );
    expect(clicks.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404]);
    const rows = await t.db.asOwner(
      `select (select count(*)::int from members m where m.user_id = u.id) as members,
        (select count(*)::int from sessions s where s.user_id = u.id) as sessions
        from users u where email = $1`,
      [email],
    );
    expect(rows).toEqual([{ members: 1, sessions: 1 }]);
  });

  it('does not come of another kind of link, of another person’s, or of one an hour old', async () => {
    const [mine, other] = [await addPerson(t), await addPerson(t)];
    await ask(mine.email);
    const token = await tokenFor(t, mine.email);
    expect((await t.signedOut().post(prove, { token })).status).toBe(404);
    expect((await t.signedOut().post('/api/auth/change-email/confirm', { token })).status).toBe(
      404,
    );
    offset = 61 * 60_000;
    const late = await t.signedOut().post(reset, { token, password: chosen });
    offset = 0;
    expect(late.status).toBe(404);
    expect((await t.signedOut().post(reset, { token, password: chosen })).status).toBe(200);
    expect((await signIn(other.email, chosen)).status).toBe(401);
    expect((await signIn(other.email, testPassword)).status).toBe(200);
  });

  it('is not what opening the page does: GET of its address changes nothing', async () => {
    const email = newAddress();
    const owner = await signUpAs(t, email);
    const token = await tokenFor(t, email);
    for (const path of ['/prove-address', '/api/auth/prove-address']) {
      await t.signedOut().get(`${path}?token=${token}`);
    }
    expect((await owner.post(prove, { token })).status).toBe(200);
  });
});

describe('a reset', () => {
  it('ends sessions from before, and its link works once', async () => {
    const { email } = await addPerson(t);
    const old = createClient(t.url, null);
    await old.post('/api/auth/sign-in/email', { email, password: testPassword });
    expect((await old.get('/api/auth/session')).status).toBe(200);
    await ask(email);
    const token = await tokenFor(t, email);
    expect((await t.signedOut().post(reset, { token, password: chosen })).status).toBe(200);
    await hasNoRights(old);
    const again = await t.signedOut().post(reset, { token, password: 'another phrase of mine' });
    expect(again.status).toBe(404);
    expect((await signIn(email, chosen)).status).toBe(200);
  });

  it('after the proof makes older reset links worthless, as does the proof before it', async () => {
    const { email } = await addPerson(t);
    await ask(email);
    const first = await tokenFor(t, email);
    await ask(email);
    const second = await tokenFor(t, email, 1);
    await t.signedOut().post(reset, { token: second, password: chosen });
    const late = await t.signedOut().post(reset, { token: first, password: newPassword });
    expect(late.status).toBe(404);
    expect((await signIn(email, chosen)).status).toBe(200);
  });

  it('asked for before the account moved elsewhere does not reach it any more', async () => {
    const { email } = await addPerson(t);
    await ask(email);
    const token = await tokenFor(t, email);
    const owner = createBrowser(t.url);
    await owner.post('/api/auth/sign-in/email', { email, password: testPassword });
    const elsewhere = newAddress();
    await owner.post('/api/auth/change-email', { email: elsewhere });
    const moving = await tokenFor(t, elsewhere);
    const moved = await t.signedOut().post('/api/auth/change-email/confirm', { token: moving });
    expect(moved.status).toBe(200);
    expect((await t.signedOut().post(reset, { token, password: chosen })).status).toBe(404);
    expect((await signIn(elsewhere, testPassword)).status).toBe(200);
  });
});
