import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addPerson,
  createBrowser,
  newAddress,
  newPassword,
  signInWith,
  signUpAs,
  tokenFor,
} from '../../../../test/browsers.ts';
import { startTestApp, type TestApp } from '../../../../test/harness.ts';
import { testPassword } from '../../../../test/secrets.ts';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

const path = '/api/auth/change-password';
const change = { currentPassword: testPassword, password: newPassword };

describe('a change of password', () => {
  it.each([false, true])(
    'gives this session a new token and ends the others if asked: %s',
    async (endOtherSessions) => {
      const { email } = await addPerson(t);
      const browser = await signInWith(createBrowser(t.url), email);
      const other = await signInWith(createBrowser(t.url), email);
      const copy = createBrowser(t.url);
      copy.cookies.set('session_token', browser.cookies.get('session_token') ?? '');
      const answer = await browser.post(path, { ...change, endOtherSessions });
      expect(answer.body).toEqual({ success: true });
      expect((await browser.get('/api/auth/session')).status).toBe(200);
      expect((await copy.get('/api/auth/session')).status).toBe(401);
      expect((await other.get('/api/auth/session')).status).toBe(endOtherSessions ? 401 : 200);
      await signInWith(createBrowser(t.url), email, newPassword);
      await expect(signInWith(createBrowser(t.url), email)).rejects.toThrow('wrong');
      expect((await t.mailTo(email)).subject).toBe('Your password was changed');
      const { entries } = (await browser.get('/api/audit-log?limit=5')).body;
      expect(entries.map(({ action }: { action: string }) => action)).toContain('password.changed');
    },
  );

  it('asks for the present one', async () => {
    const { email } = await addPerson(t);
    const browser = await signInWith(createBrowser(t.url), email);
    const wrong = { ...change, currentPassword: 'not the password', endOtherSessions: true };
    expect((await browser.post(path, wrong)).body.code).toBe('forbidden');
    await signInWith(createBrowser(t.url), email);
  });
});

describe('a weak password', () => {
  const weak = ['Password1!', '1234567890'];

  it('is refused wherever one is chosen, and uses no link up', async () => {
    const { email } = await addPerson(t);
    const browser = await signInWith(createBrowser(t.url), email);
    await t.signedOut().post('/api/auth/forgot-password', { email });
    const token = await tokenFor(t, email);
    for (const password of [...weak, email, 'Olga Other', 'seven77', 'x'.repeat(129)]) {
      const attempts = [
        browser.post(path, { ...change, password, endOtherSessions: false }),
        t.signedOut().post('/api/auth/reset-password', { token, password }),
        t.signedOut().post('/api/auth/sign-up', {
          ...{ name: 'Olga Other', email, password, organizationName: 'Ours' },
        }),
      ];
      for (const answer of await Promise.all(attempts)) {
        expect(answer.body.code, password).toBe('validation_failed');
        expect(answer.body.details[0].path).toBe('password');
      }
    }
    const right = await t.signedOut().post('/api/auth/reset-password', {
      ...{ token, password: newPassword },
    });
    expect(right.status).toBe(200);
  });
});

describe('a sign-up', () => {
  it('ends in an organization of one’s own, as its Owner, signed in', async () => {
    const email = newAddress();
    const browser = await signUpAs(t, email, 'Nora Neu');
    const token = await tokenFor(t, email);
    expect((await t.mailTo(email)).text).not.toContain('Nora');
    const proven = await browser.post('/api/auth/prove-address', { token });
    expect(proven.body).toEqual({
      user: { id: expect.any(String), name: 'Nora Neu', email },
      organization: {
        id: expect.any(String),
        name: 'Organization of Nora Neu',
        slug: 'organization-of-nora-neu',
      },
      passwordSet: true,
    });
    const { session } = (await browser.get('/api/auth/session')).body;
    expect(session).toMatchObject({ role: 'owner', organization: proven.body.organization });
    await signInWith(createBrowser(t.url), email, newPassword);
    const { entries } = (await browser.get('/api/audit-log')).body;
    const actions = entries.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(expect.arrayContaining(['organization.created', 'address.proven']));
  });

  it('under a name that is taken gets a slug of its own', async () => {
    const slugs = new Set<string>();
    for (let count = 0; count < 2; count += 1) {
      const email = newAddress();
      const browser = await signUpAs(t, email, 'Twin');
      const token = await tokenFor(t, email);
      const { body } = await browser.post('/api/auth/prove-address', { token });
      slugs.add(body.organization.slug);
    }
    expect(slugs.size).toBe(2);
    for (const slug of slugs) expect(slug).toMatch(/^organization-of-twin(-[0-9a-f]{4})?$/);
  });

  it('with an address that has an account sends its owner word of that, without a link for it', async () => {
    const { email, userId } = await addPerson(t);
    await signUpAs(t, email);
    const mail = await t.mailTo(email);
    expect(mail.subject).toBe('You have a PartnerOS account already');
    expect(mail.text).not.toContain('token=');
    await signInWith(createBrowser(t.url), email);
    const rows = await t.db.asOwner('select name from users where id = $1', [userId]);
    expect(rows).toEqual([{ name: 'Olga Other' }]);
  });

  it('fills nobody’s mailbox: five mails an hour, however often it is asked', async () => {
    const email = newAddress();
    for (let count = 0; count < 8; count += 1) {
      await t.signedOut().post('/api/auth/sign-up', {
        ...{ name: 'Flood', email, password: newPassword, organizationName: 'Flood' },
      });
    }
    await t.mailTo(email, 4);
    await expect
      .poll(() => t.db.asOwner(`select 1 from account_requests where token_hash is null`), {
        timeout: 15_000,
      })
      .toEqual([]);
    const rows = await t.db.asOwner('select 1 from account_requests where email = $1', [email]);
    expect(rows.length).toBe(5);
  });
});
