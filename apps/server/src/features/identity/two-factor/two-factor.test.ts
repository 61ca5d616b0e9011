import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addCarefulPerson,
  addPerson,
  appCode,
  type Browser,
  createBrowser,
  signInWith,
} from '../../../../test/browsers.ts';
import { startTestApp, type TestApp } from '../../../../test/harness.ts';
import { testPassword } from '../../../../test/secrets.ts';

let t: TestApp;
let offset = 0;
const now = () => new Date(Date.now() + offset);
beforeAll(async () => {
  t = await startTestApp({ clock: { now } });
});
afterAll(() => t.close());

const path = '/api/auth/two-factor';
const verify = (browser: Browser, code: string) => browser.post(`${path}/verify`, { code });
const sessionOf = (browser: Browser) => browser.get('/api/auth/session');

/** A browser that has given the right password and waits for the code. */
async function challenged(email: string): Promise<Browser> {
  return signInWith(createBrowser(t.url), email);
}

describe('setting up', () => {
  it('gives a secret, takes a code of it, and ends the sessions that never saw one', async () => {
    const { email } = await addPerson(t);
    const [browser, other] = [await challenged(email), await challenged(email)];
    expect((await browser.get(path)).body.twoFactor).toEqual({
      enabled: false,
      backupCodesLeft: 0,
    });
    const begun = await browser.post(`${path}/begin`);
    expect(begun.body.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(begun.body.uri).toContain(`secret=${begun.body.secret}&issuer=PartnerOS`);
    expect((await sessionOf(createBrowser(t.url))).status).toBe(401);

    const wrong = await browser.post(`${path}/enable`, { code: '000000' });
    expect(wrong.body.code).toBe('forbidden');
    expect((await browser.get(path)).body.twoFactor.enabled).toBe(false);
    const before = browser.cookies.get('session_token');
    const right = await browser.post(`${path}/enable`, { code: appCode(begun.body.secret, now()) });
    expect(right.status).toBe(200);
    expect(new Set(right.body.backupCodes).size).toBe(10);
    for (const code of right.body.backupCodes) expect(code).toMatch(/^[a-z2-7]{5}-[a-z2-7]{5}$/);
    expect(browser.cookies.get('session_token')).not.toBe(before);
    expect((await sessionOf(browser)).status).toBe(200);
    expect((await sessionOf(other)).status).toBe(401);
    expect((await browser.post(`${path}/begin`)).body.code).toBe('duplicate');
    expect((await t.mailTo(email)).text).toContain('it was turned on');
  });

  it('asks for a fresh proof of identity, at every step', async () => {
    const { browser } = await addCarefulPerson(t, now());
    offset += 16 * 60_000;
    for (const step of ['begin', 'disable', 'backup-codes']) {
      expect((await browser.post(`${path}/${step}`)).body.code).toBe('confirmation_required');
    }
    const enable = await browser.post(`${path}/enable`, { code: '123456' });
    expect(enable.body.code).toBe('confirmation_required');
    offset = 0;
  });

  it('without a secret, and turning off what is not on, is 422', async () => {
    const { email } = await addPerson(t);
    const browser = await challenged(email);
    for (const step of ['disable', 'backup-codes']) {
      expect((await browser.post(`${path}/${step}`)).body.code).toBe('prerequisite_missing');
    }
    const enable = await browser.post(`${path}/enable`, { code: '123456' });
    expect(enable.body.code).toBe('prerequisite_missing');
  });

  it('keeps secret and backup codes sealed, and in no log', async () => {
    const { userId, secret, backupCodes } = await addCarefulPerson(t, now());
    const [row] = await t.db.asOwner('select * from second_factors where user_id = $1', [userId]);
    expect(String(row?.secret_sealed)).toMatch(/^v1\./);
    expect(String(row?.backup_codes_sealed)).toMatch(/^v1\./);
    const told = `${JSON.stringify(row)}${t.logLines.join('')}`;
    for (const one of [secret, ...backupCodes]) expect(told).not.toContain(one);
  });

  it('is refused to a session that single sign-on made', async () => {
    const { email, organizationId, userId } = await addPerson(t);
    const browser = await challenged(email);
    await t.db.asOwner(
      `update sessions set pinned_organization_id = $1, method = 'sso' where user_id = $2`,
      [organizationId, userId],
    );
    expect((await browser.post(`${path}/begin`)).body.code).toBe('forbidden');
    const change = { currentPassword: testPassword, password: 'some other phrase' };
    const password = await browser.post('/api/auth/change-password', {
      ...change,
      endOtherSessions: false,
    });
    expect(password.body.code).toBe('forbidden');
    const move = await browser.post('/api/auth/change-email', { email: 'x@evil.example' });
    expect(move.body.code).toBe('forbidden');
  });
});

describe('signing in with a second factor', () => {
  it('gives no session before the code, which finishes it', async () => {
    const { email, secret } = await addCarefulPerson(t, now());
    const browser = createBrowser(t.url);
    const answer = await browser.post('/api/auth/sign-in/email', { email, password: testPassword });
    expect(answer.body).toEqual({
      user: { id: expect.any(String), name: 'Olga Other', email },
      organization: null,
      twoFactorRequired: true,
    });
    expect([...browser.cookies.keys()]).toEqual(['two_factor_challenge']);
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^two_factor_challenge=[\w-]{43}; Max-Age=600; Path=\/api\/auth\/two-factor; HttpOnly; SameSite=Lax$/,
    );
    expect((await sessionOf(browser)).status).toBe(401);

    const finished = await verify(browser, appCode(secret, now()));
    expect(finished.status).toBe(200);
    expect(finished.body).toMatchObject({
      organization: { name: 'An organization of one' },
      twoFactorRequired: false,
    });
    expect((await sessionOf(browser)).status).toBe(200);
    expect([...browser.cookies.keys()].sort()).toEqual(['known_device', 'session_token']);
  });

  it('accepts a code once, in other challenges and proofs too', async () => {
    const { email, secret, browser } = await addCarefulPerson(t, now());
    const code = appCode(secret, now());
    const [first, second] = [await challenged(email), await challenged(email)];
    expect((await verify(first, code)).status).toBe(200);
    expect((await verify(second, code)).status).toBe(401);
    expect((await browser.post('/api/auth/confirm-identity', { code })).status).toBe(403);
    offset += 30_000;
    expect((await verify(second, appCode(secret, now()))).status).toBe(200);
    offset = 0;
  });

  it('accepts one code once when it comes ten times at once', async () => {
    const { email, secret } = await addCarefulPerson(t, now());
    const browsers: Browser[] = [];
    for (let count = 0; count < 10; count += 1) browsers.push(await challenged(email));
    const code = appCode(secret, now());
    const answers = await Promise.all(browsers.map((browser) => verify(browser, code)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
  });

  it('accepts a backup code once, however it is typed, and tells how many are left', async () => {
    const { email, backupCodes } = await addCarefulPerson(t, now());
    const [code = ''] = backupCodes;
    const browser = await challenged(email);
    expect((await verify(browser, ` ${code.toUpperCase().replace('-', ' ')} `)).status).toBe(200);
    expect((await browser.get(path)).body.twoFactor).toEqual({ enabled: true, backupCodesLeft: 9 });
    expect((await verify(await challenged(email), code)).status).toBe(401);
    const renewed = await browser.post(`${path}/backup-codes`);
    expect(renewed.body.backupCodes.length).toBe(10);
    expect((await verify(await challenged(email), backupCodes[1] ?? '')).status).toBe(401);
    const fresh = await challenged(email);
    expect((await verify(fresh, renewed.body.backupCodes[1])).status).toBe(200);
  });

  it('ends a challenge after five tries, and names nobody', async () => {
    const { email, secret } = await addCarefulPerson(t, now());
    const browser = await challenged(email);
    for (let count = 0; count < 5; count += 1) {
      const wrong = await verify(browser, '000000');
      expect(wrong.status).toBe(401);
      expect(wrong.text).not.toContain('Olga');
    }
    const right = await verify(browser, appCode(secret, now()));
    expect(right.status).toBe(401);
    expect((await sessionOf(browser)).status).toBe(401);
  });

  it('ends a challenge after ten minutes, and believes none that it did not make', async () => {
    const { email, secret } = await addCarefulPerson(t, now());
    const browser = await challenged(email);
    offset = 10 * 60_000 + 1000;
    expect((await verify(browser, appCode(secret, now()))).status).toBe(401);
    offset = 0;
    const stranger = createBrowser(t.url);
    const without = await verify(stranger, appCode(secret, now()));
    stranger.cookies.set('two_factor_challenge', 'A'.repeat(43));
    const forged = await verify(stranger, appCode(secret, now()));
    expect([without.status, forged.status]).toEqual([401, 401]);
    expect(forged.text).toBe(without.text);
  });

  it('stays required after a reset of the password', async () => {
    const { email, secret } = await addCarefulPerson(t, now());
    await t.signedOut().post('/api/auth/forgot-password', { email });
    const { text } = await t.mailTo(email, 1);
    const token = /\?token=([\w-]+)/.exec(text)?.[1];
    const password = 'chosen after the reset';
    const reset = await t.signedOut().post('/api/auth/reset-password', { token, password });
    expect(reset.status).toBe(200);
    const browser = await signInWith(createBrowser(t.url), email, password);
    expect((await sessionOf(browser)).status).toBe(401);
    expect((await verify(browser, appCode(secret, now()))).status).toBe(200);
  });
});

describe('turning it off', () => {
  it('lets the password alone sign in again, and writes all of it down', async () => {
    const { email, browser } = await addCarefulPerson(t, now());
    expect((await browser.post(`${path}/disable`)).body).toEqual({ success: true });
    const signedIn = await challenged(email);
    expect((await sessionOf(signedIn)).status).toBe(200);
    const { body } = await browser.get('/api/audit-log?limit=20');
    const actions = body.entries.map(({ action }: { action: string }) => action);
    expect(actions).toContain('two_factor.enabled');
    expect(actions).toContain('two_factor.disabled');
  });
});

it('a code of the app proves identity anew', async () => {
  const { browser, secret } = await addCarefulPerson(t, now());
  offset = 16 * 60_000;
  expect((await browser.post(`${path}/backup-codes`)).body.code).toBe('confirmation_required');
  const code = appCode(secret, now());
  expect((await browser.post('/api/auth/confirm-identity', { code })).status).toBe(200);
  expect((await browser.post(`${path}/backup-codes`)).status).toBe(200);
  offset = 0;
});
