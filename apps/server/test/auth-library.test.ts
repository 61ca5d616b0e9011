/**
 * The auth library brings HTTP endpoints of its own. We mount none: whatever it would answer, with
 * the plugins that its documentation offers for what we do ourselves, is ours to answer or nobody's.
 */
import { betterAuth } from 'better-auth';
import { organization, twoFactor } from 'better-auth/plugins';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';

let t: TestApp;
let client: Client;
beforeAll(async () => {
  t = await startTestApp();
  client = await t.signIn('viewer');
});
afterAll(() => t.close());

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const settings = {
  secret: 'only to list what it would expose, and long enough',
  baseURL: 'http://localhost',
  emailAndPassword: { enabled: true },
};

function pathsOf(library: { api: object }): string[] {
  const paths = Object.values(library.api).flatMap((endpoint: { path?: unknown }) =>
    typeof endpoint.path === 'string' ? [`/api/auth${endpoint.path}`] : [],
  );
  return [...new Set(paths)].sort();
}

// A new version that exposes more is looked at before it is taken.
it.each([
  ['as we use it', pathsOf(betterAuth(settings)), 30],
  [
    'with the plugins that it has for what we do ourselves',
    pathsOf(betterAuth({ ...settings, plugins: [organization(), twoFactor()] })),
    60,
  ],
])(
  '%s, answers at none of its own addresses',
  async (_name, paths, count) => {
    expect(paths.length).toBe(count);
    const ours = new Map(
      t.app.api.operations.map(({ operation: { method, path } }) => [
        `${method.toUpperCase()} ${path}`,
        path,
      ]),
    );
    const ourPaths = new Set(ours.values());
    for (const path of paths) {
      for (const method of methods) {
        const body = method === 'GET' ? {} : { body: {} };
        if (ours.has(`${method} ${path}`)) continue;
        const answer = await client.request(method, path.replaceAll(/:\w+/g, 'x'), body);
        const expected = ourPaths.has(path) ? 'method_not_allowed' : 'not_found';
        expect(answer.body?.code, `${method} ${path}`).toBe(expected);
        expect(answer.headers.get('x-request-id')).toBeTruthy();
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
    }
  },
  60_000,
);

it('mounts under its own addresses only what we declared, with our schemas', async () => {
  const shared = pathsOf(betterAuth(settings)).filter((path) =>
    t.app.api.operations.some(({ operation }) => operation.path === path),
  );
  for (const path of shared) {
    const answer = await t.signedOut().post(path, { callbackURL: 'https://evil.example' });
    expect(['unauthorized', 'validation_failed'], path).toContain(answer.body.code);
  }
  expect(shared.length).toBeGreaterThan(3);
});
