/** How long a session lives, which cookies are believed, and what a look at them costs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../src/kernel/crypto/tokens.ts';
import { type Client, createClient } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

const path = '/api/auth/session';

function hashOf(client: Client): string {
  const value = decodeURIComponent((client.cookie ?? '').replace('session_token=', ''));
  return sha256(value.slice(0, value.lastIndexOf('.')));
}

/** Makes a session older: SQL over its columns. */
async function age(client: Client, changes: string): Promise<void> {
  const rows = await t.db.asOwner(`update sessions set ${changes} where token = $1 returning 1`, [
    hashOf(client),
  ]);
  expect(rows.length).toBe(1);
}

const days = (count: number) => count * 24 * 3600_000;
/** How far the session's end lies ahead, in days, to a hundredth. */
async function daysLeft(client: Client): Promise<number> {
  const { body } = await client.get(path);
  return Math.round((Date.parse(body.session.expiresAt) - Date.now()) / days(0.01)) / 100;
}

describe('a session', () => {
  it('ends seven days after its last use', async () => {
    const client = await t.signIn('member');
    expect(await daysLeft(client)).toBe(7);
    await age(client, `expires_at = now() + interval '2 seconds'`);
    expect((await client.get(path)).status).toBe(200);
    await age(client, `expires_at = now() - interval '1 second'`);
    const answer = await client.get(path);
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('unauthorized');
  });

  it('slides on when used, with the cookie set again, at most once an hour', async () => {
    const client = await t.signIn('member');
    const fresh = await client.get(path);
    expect(fresh.headers.getSetCookie()).toEqual([]);
    await age(
      client,
      `updated_at = now() - interval '61 minutes', expires_at = now() + interval '1 day'`,
    );
    const before = client.cookie;
    const sliding = await client.get(path);
    expect(sliding.headers.getSetCookie()).toEqual([
      `${before}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax`,
    ]);
    expect(Date.parse(sliding.body.session.expiresAt) - Date.now()).toBeGreaterThan(days(6.99));
    expect((await client.get(path)).headers.getSetCookie()).toEqual([]);
    expect(await daysLeft(client)).toBe(7);
  });

  it('ends after thirty days however much it is used', async () => {
    const client = await t.signIn('member');
    await age(
      client,
      `created_at = now() - interval '29 days', updated_at = now() - interval '2 hours'`,
    );
    expect(await daysLeft(client)).toBe(1);
    await age(client, `created_at = now() - interval '30 days 1 second'`);
    expect((await client.get(path)).status).toBe(401);
  });

  it('of a portal user ends after fourteen days, and says so', async () => {
    const client = await t.signIn('portal');
    await age(
      client,
      `created_at = now() - interval '13 days', updated_at = now() - interval '2 hours'`,
    );
    expect(await daysLeft(client)).toBe(1);
    await age(client, `created_at = now() - interval '14 days 1 second'`);
    expect((await client.get(path)).status).toBe(401);
  });

  it('that has ended cannot be signed out or switched', async () => {
    const client = await t.signIn('member');
    await age(client, `expires_at = now() - interval '1 second'`);
    expect((await client.post('/api/auth/sign-out')).status).toBe(401);
  });
});

describe('a cookie', () => {
  let statements = 0;

  beforeAll(() => {
    const { database } = t.app;
    const { lookUp, withIdentity } = database;
    database.lookUp = (statement) => {
      statements += 1;
      return lookUp(statement);
    };
    database.withIdentity = (work) => {
      statements += 1;
      return withIdentity(work);
    };
  });

  async function presented(cookie: string): Promise<{ status: number; statements: number }> {
    const before = statements;
    const { status } = await createClient(t.url, cookie).get(path);
    return { status, statements: statements - before };
  }

  it('that is right is believed, at the cost of a look-up', async () => {
    const { cookie } = await t.signIn('member');
    const seen = await presented(cookie ?? '');
    expect(seen.status).toBe(200);
    expect(seen.statements).toBeGreaterThan(0);
    expect((await presented(`theme=dark; ${cookie}; lang=en`)).status).toBe(200);
  });

  it('that is forged, edited or of another name is refused without asking the database', async () => {
    const [name = '', value = ''] = ((await t.signIn('member')).cookie ?? '').split('=');
    const decoded = decodeURIComponent(value);
    const [token = '', signature = ''] = decoded.split('.');
    const flipped = token.startsWith('A') ? `B${token.slice(1)}` : `A${token.slice(1)}`;
    const forged = [
      `${name}=`,
      `${name}=${token}`,
      `${name}=${token}.`,
      `${name}=.${encodeURIComponent(signature)}`,
      `${name}=${flipped}.${encodeURIComponent(signature)}`,
      `${name}=${token}.${encodeURIComponent(signature.slice(1))}`,
      `${name}=${token}.${encodeURIComponent(signature.toLowerCase())}`,
      `${name}=${encodeURIComponent(`${token}.${token}.${signature}`)}`,
      `${name}=%E0%A4%A`,
      `${name}="${value}"`,
      `__Secure-${name}=${value}`,
      `__Host-${name}=${value}`,
      `better-auth.${name}=${value}`,
      `${name.toUpperCase()}=${value}`,
    ];
    for (const cookie of forged) {
      expect(await presented(cookie), cookie).toEqual({ status: 401, statements: 0 });
    }
  });

  it('beside another of its name is not believed, whichever comes first', async () => {
    const { cookie } = await t.signIn('member');
    const other = (await t.signIn('viewer')).cookie;
    for (const pair of [
      `${cookie}; ${other}`,
      `${cookie}; session_token=x`,
      `${cookie}; ${cookie}`,
    ]) {
      expect(await presented(pair)).toEqual({ status: 401, statements: 0 });
    }
  });
});
