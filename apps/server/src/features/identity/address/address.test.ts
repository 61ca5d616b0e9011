import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addPerson,
  createBrowser,
  newAddress,
  signInWith,
  tokenFor,
} from '../../../../test/browsers.ts';
import { startTestApp, type TestApp } from '../../../../test/harness.ts';

let t: TestApp;
let offset = 0;
beforeAll(async () => {
  t = await startTestApp({ clock: { now: () => new Date(Date.now() + offset) } });
});
afterAll(() => t.close());

const path = '/api/auth/change-email';
const confirm = (token: string) => t.signedOut().post(`${path}/confirm`, { token });
const emailOf = async (userId: string) =>
  (await t.db.asOwner('select email from users where id = $1', [userId]))[0]?.email;

async function movingPerson() {
  const person = await addPerson(t);
  const browser = await signInWith(createBrowser(t.url), person.email);
  const other = await signInWith(createBrowser(t.url), person.email);
  return { ...person, browser, other, elsewhere: newAddress() };
}

describe('a change of address', () => {
  it('happens when the link in the new mailbox is opened, and ends the other sessions', async () => {
    const { userId, email, browser, other, elsewhere } = await movingPerson();
    const asked = await browser.post(path, { email: elsewhere.toUpperCase() });
    expect(asked.status).toBe(202);
    expect((await t.mailTo(email)).text).toContain(elsewhere);
    const token = await tokenFor(t, elsewhere);
    expect((await t.mailTo(elsewhere)).text).not.toContain('Olga');
    expect(await emailOf(userId)).toBe(email);

    expect((await confirm(token)).body).toEqual({ success: true });
    expect(await emailOf(userId)).toBe(elsewhere);
    expect((await browser.get('/api/auth/session')).body.session.user.email).toBe(elsewhere);
    expect((await other.get('/api/auth/session')).status).toBe(401);
    expect((await confirm(token)).status).toBe(404);
    const notice = await t.mailTo(email, 1);
    expect(notice.text).toContain('has moved');
    await signInWith(createBrowser(t.url), elsewhere);
    await expect(signInWith(createBrowser(t.url), email)).rejects.toThrow('wrong');
  });

  it('to an address that has an account changes nothing, and only its owner learns why', async () => {
    const { userId, email, browser } = await movingPerson();
    const taken = await addPerson(t);
    const [one, other] = [
      await browser.post(path, { email: taken.email }),
      await browser.post(path, { email: newAddress() }),
    ];
    expect(one.text).toBe(other.text);
    const mail = await t.mailTo(taken.email);
    expect(mail.text).not.toContain('token=');
    expect(mail.text).toContain('There is one already');
    expect(await emailOf(userId)).toBe(email);
  });

  it('is refused when somebody took the address meanwhile', async () => {
    const { userId, email, browser, elsewhere } = await movingPerson();
    await browser.post(path, { email: elsewhere });
    const token = await tokenFor(t, elsewhere);
    const rival = await addPerson(t);
    await t.db.asOwner('update users set email = $1 where id = $2', [elsewhere, rival.userId]);
    expect((await confirm(token)).status).toBe(404);
    expect(await emailOf(userId)).toBe(email);
  });

  it('asks for a fresh proof of identity', async () => {
    const { browser, elsewhere } = await movingPerson();
    offset = 16 * 60_000;
    const late = await browser.post(path, { email: elsewhere });
    offset = 0;
    expect(late.body.code).toBe('confirmation_required');
  });
});

it('a name is changed, and told in session and log', async () => {
  const { browser } = await movingPerson();
  const answer = await browser.request('PATCH', '/api/auth/profile', {
    body: { name: '  Olga Renamed ' },
  });
  expect(answer.body.user.name).toBe('Olga Renamed');
  expect((await browser.get('/api/auth/session')).body.session.user.name).toBe('Olga Renamed');
  const { entries } = (await browser.get('/api/audit-log?limit=1')).body;
  expect(entries[0]).toMatchObject({ action: 'profile.updated', actor: { name: 'Olga Renamed' } });
});
