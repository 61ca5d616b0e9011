/**
 * What can be asked without a session about an address: the same bytes whether or not it has an
 * account. That the times agree as well is measured by `bench/known-addresses.ts`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCarefulPerson, newAddress, newPassword } from './browsers.ts';
import type { Answer } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

/** Each public route that takes an address; one that is added must be added here. */
const requests: Record<string, (email: string) => Record<string, unknown>> = {
  '/api/auth/sign-in/email': (email) => ({ email, password: 'not the password' }),
  '/api/auth/forgot-password': (email) => ({ email }),
  '/api/auth/sso/start': (email) => ({ email }),
  '/api/auth/sign-up': (email) => ({
    ...{ name: 'Some Name', email, password: newPassword, organizationName: 'Some Organization' },
  }),
};

/** Everything but what differs between any two requests: ids, dates, counters, random cookies. */
function comparable({ status, headers, text }: Answer): unknown {
  const varying = ['x-request-id', 'date', 'ratelimit', 'set-cookie'];
  const cookies = headers.getSetCookie().map((line) => line.replace(/=[\w-]{43};/, '=…;'));
  return {
    status,
    text,
    cookies,
    headers: [...headers].filter(([name]) => !varying.includes(name)),
  };
}

it('all public routes that take an address are tried', () => {
  const paths = t.app.api.operations
    .map(({ operation }) => operation)
    .filter(({ access, body }) => access === 'public' && body?.safeParse({}).error)
    .filter(({ body }) =>
      body?.safeParse({}).error?.issues.some(({ path }) => path.join() === 'email'),
    )
    .map(({ path }) => path);
  expect(paths.sort()).toEqual(Object.keys(requests).sort());
});

describe.each(Object.entries(requests))('%s', (path, body) => {
  it('answers alike for known, careful, unproven and unknown addresses', async () => {
    const unproven = newAddress();
    await t.db.asOwner(
      `insert into users (id, name, email) values (gen_random_uuid(), 'Una Unproven', $1)`,
      [unproven],
    );
    const careful = (await addCarefulPerson(t)).email;
    const unknown = comparable(await t.signedOut().post(path, body(newAddress())));
    for (const email of ['owner@demo.example', 'OWNER@demo.example', careful, unproven]) {
      expect(comparable(await t.signedOut().post(path, body(email))), email).toEqual(unknown);
    }
  });
});
