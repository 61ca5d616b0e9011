/** The growing delay, at its real figures; addresses differ, as those of a distributed flood do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addCarefulPerson,
  addPerson,
  appCode,
  type Browser,
  createBrowser,
  newAddress,
} from '../../../../test/browsers.ts';
import { startTestApp, type TestApp } from '../../../../test/harness.ts';
import { testPassword } from '../../../../test/secrets.ts';

let t: TestApp;
let offset = 0;
/** The clock stands still, so that a slow machine does not wait the seconds off. */
const began = Date.now();
beforeAll(async () => {
  t = await startTestApp({
    clock: { now: () => new Date(began + offset) },
    environment: { RATE_LIMIT_SCALE: '1', TRUSTED_PROXIES: '127.0.0.1' },
  });
});
afterAll(() => t.close());

let addresses = 0;
/** From an address that nothing came from before. */
const elsewhere = () => {
  addresses += 1;
  return { 'x-forwarded-for': `203.0.${Math.floor(addresses / 250)}.${addresses % 250}` };
};

function attempt(browser: Browser, email: string, password: string) {
  return browser.post('/api/auth/sign-in/email', { email, password }, { headers: elsewhere() });
}
const stranger = (email: string, password = 'not the password') =>
  attempt(createBrowser(t.url), email, password);

/** The limit of ten a minute and account is another guard: it is lifted to see this one alone. */
const forgetLimits = () => t.db.asOwner('delete from rate_limits');

/** Fails until told to wait. @returns how many were looked at, and the wait */
async function failUntilRefused(email: string) {
  for (let count = 0; count < 20; count += 1) {
    await forgetLimits();
    const answer = await stranger(email);
    if (answer.status === 429) return { count, wait: Number(answer.headers.get('Retry-After')) };
    expect(answer.status).toBe(401);
  }
  throw new Error('Nothing was refused.');
}

describe('after five failures', () => {
  it('an account waits a second, then twice as long each time, at most 15 minutes', async () => {
    const { email } = await addPerson(t);
    const waits: number[] = [];
    let { count, wait } = await failUntilRefused(email);
    expect(count).toBe(5);
    for (let round = 0; round < 12; round += 1) {
      waits.push(wait);
      offset += wait * 1000;
      ({ count, wait } = await failUntilRefused(email));
      expect(count).toBe(1);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    await forgetLimits();
    expect((await stranger(email, testPassword)).status).toBe(429);
    offset += 900_000;
    await forgetLimits();
    expect((await stranger(email, testPassword)).status).toBe(200);
    await forgetLimits();
    expect((await stranger(email)).status).toBe(401);
    offset = 0;
  });

  it('an address that nobody has waits alike, in the same bytes', async () => {
    const known = (await addPerson(t)).email;
    const unknown = newAddress();
    for (const email of [known, unknown]) expect((await failUntilRefused(email)).count).toBe(5);
    await forgetLimits();
    const [one, other] = [await stranger(known), await stranger(unknown)];
    expect(one.status).toBe(429);
    expect(other.text).toBe(one.text);
  });

  it('a device that signed in before still gets in, counted apart, and is slowed on its own', async () => {
    const { email } = await addPerson(t);
    const known = createBrowser(t.url);
    expect((await attempt(known, email, testPassword)).status).toBe(200);
    await failUntilRefused(email);
    await forgetLimits();
    expect((await attempt(known, email, testPassword)).status).toBe(200);
    for (let count = 0; count < 5; count += 1) {
      await forgetLimits();
      expect((await attempt(known, email, 'not the password')).status).toBe(401);
    }
    expect((await attempt(known, email, testPassword)).status).toBe(429);
  });

  it('the cookie of another account, or a changed one, makes no device known', async () => {
    const [mine, theirs] = [await addPerson(t), await addPerson(t)];
    const known = createBrowser(t.url);
    await attempt(known, mine.email, testPassword);
    await failUntilRefused(theirs.email);
    await forgetLimits();
    expect((await attempt(known, theirs.email, testPassword)).status).toBe(429);
    await failUntilRefused(mine.email);
    const [device = '', signature = ''] = (known.cookies.get('known_device') ?? '').split('.');
    known.cookies.set('known_device', `${device.slice(1)}A.${signature}`);
    await forgetLimits();
    expect((await attempt(known, mine.email, testPassword)).status).toBe(429);
  });

  it('wrong codes of the second factor count as failures', async () => {
    const { email, secret } = await addCarefulPerson(t, new Date(began));
    await forgetLimits();
    const browser = createBrowser(t.url);
    expect((await attempt(browser, email, testPassword)).status).toBe(200);
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const headers = elsewhere();
      const code = count < 4 ? '000000' : appCode(secret, new Date(began));
      statuses.push(
        (await browser.post('/api/auth/two-factor/verify', { code }, { headers })).status,
      );
    }
    expect(statuses).toEqual([401, 401, 401, 401, 429]);
  });

  it('who proves to read the account’s mail gets in past the delay', async () => {
    const { email } = await addPerson(t);
    await failUntilRefused(email);
    const browser = createBrowser(t.url);
    await browser.post('/api/auth/forgot-password', { email }, { headers: elsewhere() });
    const token = /\?token=([\w-]+)/.exec((await t.mailTo(email)).text)?.[1];
    const password = 'a phrase after the flood';
    await browser.post('/api/auth/reset-password', { token, password }, { headers: elsewhere() });
    await forgetLimits();
    expect((await stranger(email, password)).status).toBe(429);
    expect((await attempt(browser, email, password)).status).toBe(200);
  });

  it('proofs within a session are slowed as well', async () => {
    const { email } = await addPerson(t);
    const browser = createBrowser(t.url);
    await attempt(browser, email, testPassword);
    const confirm = (password: string) => browser.post('/api/auth/confirm-identity', { password });
    for (let count = 0; count < 5; count += 1) {
      expect((await confirm('not the password')).status).toBe(403);
    }
    expect((await confirm(testPassword)).status).toBe(429);
  });
});

it('right passwords at once all sign in, in whatever order their clocks were read', async () => {
  const { email } = await addPerson(t);
  for (const later of [0, -5, -10]) {
    offset += later;
    expect((await attempt(createBrowser(t.url), email, 'not the password')).status).toBe(401);
  }
  offset += 15;
  expect((await attempt(createBrowser(t.url), email, testPassword)).status).toBe(200);
});

it('attempts at once are counted one by one', async () => {
  const { email } = await addPerson(t);
  const answers = await Promise.all(Array.from({ length: 10 }, () => stranger(email)));
  expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6);
  expect(answers.some(({ status }) => status === 429)).toBe(true);
});

it('a flood from everywhere fills the queue of strangers, not that of a known device', async () => {
  const { email } = await addPerson(t);
  const known = createBrowser(t.url);
  await attempt(known, email, testPassword);
  const flood = Promise.all(Array.from({ length: 30 }, () => stranger(newAddress())));
  const own = await attempt(known, email, testPassword);
  expect(own.status).toBe(200);
  const statuses = (await flood).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
}, 60_000);

it('keys hold no address in the clear', async () => {
  const rows = await t.db.asOwner('select key from sign_in_delays');
  expect(rows.length).toBeGreaterThan(0);
  for (const { key } of rows) expect(key).toMatch(/^[0-9a-f]{64}$/);
});
