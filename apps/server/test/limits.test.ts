/** Rate limits at their real figures: by address, account, person and organization. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../src/kernel/clock.ts';
import { openPostgres } from '../src/kernel/db/postgres.ts';
import {
  createLimits,
  type LimitClass,
  type Limits,
  type Subject,
} from '../src/kernel/http/limits.ts';
import { Problem } from '../src/kernel/http/problem.ts';
import { createLogger } from '../src/kernel/logger.ts';
import type { Client } from './client.ts';
import { onPostgres } from './database.ts';
import { startTestApp, type TestApp } from './harness.ts';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp({ environment: { RATE_LIMIT_SCALE: '1' } });
});
afterAll(() => t.close());

let subjects = 0;
const subject = (kind: Subject['kind']): Subject => {
  subjects += 1;
  return { kind, id: `subject-${subjects}` };
};

/** Takes until refused, at most `attempts` times. @returns how many were allowed */
async function allowed(
  limits: Limits,
  limitClass: LimitClass,
  of: readonly Subject[],
  attempts: number,
): Promise<number> {
  let count = 0;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const taken = await limits.take(limitClass, of).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'rate_limited' });
      return null;
    });
    if (taken) count += 1;
  }
  return count;
}

describe('requests', () => {
  it('tell what is left of the class, in the headers of the draft', async () => {
    const client = await t.signIn('owner');
    const first = await client.get('/api/auth/session');
    expect(first.headers.get('RateLimit-Policy')).toBe('"read";q=600;w=60');
    expect(first.headers.get('RateLimit')).toMatch(/^"read";r=599;t=\d+$/);
    const second = await client.get('/api/integrations');
    expect(second.headers.get('RateLimit')).toMatch(/^"read";r=598;t=\d+$/);
    const write = await client.post('/api/integrations/hubspot/authorize', { environment: 'demo' });
    expect(write.headers.get('RateLimit-Policy')).toBe('"write";q=120;w=60');
  });

  it('to sign in end with the eleventh in a minute from one address, right password or not', async () => {
    const path = '/api/auth/sign-in/email';
    // The test before signed in from here too: the window is counted afresh.
    await t.db.asOwner(`delete from rate_limits where key like 'sign_in:%'`);
    const attempt = (client: Client, number: number) =>
      client.post(
        path,
        { email: `nobody-${number}@x.example`, password: 'wrong password' },
        { headers: { 'x-forwarded-for': `203.0.113.${number}` } },
      );
    for (let number = 1; number <= 10; number += 1) {
      const answer = await attempt(t.signedOut(), number);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('RateLimit')).toMatch(
        new RegExp(`^"sign_in";r=${10 - number};t=\\d+$`),
      );
    }
    const refused = await attempt(t.signedOut(), 11);
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('rate_limited');
    const wait = Number(refused.headers.get('Retry-After'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(refused.headers.get('RateLimit')).toBe(`"sign_in";r=0;t=${wait}`);
    expect(refused.headers.get('x-request-id')).toBeTruthy();
    await t.db.asOwner(`delete from rate_limits where key like 'sign_in:%'`);
  });

  it('to sign in as one account are counted across addresses', async () => {
    const limits = createLimits(t.db.database, systemClock, 1);
    const account = subject('account');
    let count = 0;
    for (let number = 0; number < 15; number += 1) {
      await limits.take('sign_in', [subject('address')]);
      count += await allowed(limits, 'sign_in', [account], 1);
    }
    expect(count).toBe(10);
  });

  it('over a limit are refused before the permission is looked at', async () => {
    const viewer = await t.signIn('viewer');
    const { body } = await viewer.get('/api/auth/session');
    const limits = createLimits(t.db.database, systemClock, 1);
    await allowed(limits, 'write', [{ kind: 'user', id: body.session.user.id }], 120);
    const answer = await viewer.post('/api/integrations/hubspot/authorize', {
      environment: 'demo',
    });
    expect(answer.status).toBe(429);
  });

  it('keep no address in the clear', async () => {
    const rows = await t.db.asOwner('select key from rate_limits');
    expect(rows.length).toBeGreaterThan(2);
    for (const { key } of rows) expect(key).not.toMatch(/127\.0\.0\.1|@/);
  });
});

describe('a limit', () => {
  const classes: [LimitClass, number][] = [
    ['read', 600],
    ['write', 120],
    ['ai', 20],
    ['upload', 20],
    ['public', 30],
    ['sign_in', 10],
  ];

  it.each(classes)('of class %s is exactly %i a minute', async (limitClass, quota) => {
    const limits = createLimits(t.db.database, systemClock, 1);
    expect(await allowed(limits, limitClass, [subject('user')], quota + 20)).toBe(quota);
  });

  it('of an organization is ten times that of a person, and those refused do not use it up', async () => {
    const limits = createLimits(t.db.database, systemClock, 1);
    const organization = subject('organization');
    let count = 0;
    for (let person = 0; person < 12; person += 1) {
      count += await allowed(limits, 'ai', [subject('user'), organization], 40);
    }
    expect(count).toBe(200);
  });

  it('is whole again in the next minute', async () => {
    let offset = 0;
    const clock: Clock = { now: () => new Date(Date.now() + offset) };
    const limits = createLimits(t.db.database, clock, 1);
    const person = subject('user');
    expect(await allowed(limits, 'write', [person], 130)).toBe(120);
    offset = 61_000;
    await t.db.asOwner(`update rate_limits set expire = expire - 61000`);
    expect(await allowed(limits, 'write', [person], 130)).toBe(120);
  });

  it('once spent is refused without asking the database again', async () => {
    const { database } = t.db;
    let statements = 0;
    const counting = {
      ...database,
      lookUp: (statement: Parameters<typeof database.lookUp>[0]) => {
        statements += 1;
        return database.lookUp(statement);
      },
    };
    const limits = createLimits(counting, systemClock, 1);
    const person = subject('user');
    expect(await allowed(limits, 'read', [person], 600)).toBe(600);
    expect(statements).toBe(10);
    expect(await allowed(limits, 'read', [person], 500)).toBe(0);
    expect(statements).toBe(10);
  });

  it('scales with the factor for load tests', async () => {
    const limits = createLimits(t.db.database, systemClock, 2);
    expect(await allowed(limits, 'ai', [subject('user')], 60)).toBe(40);
  });

  it('is exact for requests of one process that come at once', async () => {
    const limits = createLimits(t.db.database, systemClock, 1);
    const person = subject('user');
    const takes = Array.from({ length: 300 }, () => limits.take('write', [person]));
    const outcomes = await Promise.allSettled(takes);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    for (const outcome of refused)
      expect('reason' in outcome && outcome.reason).toBeInstanceOf(Problem);
    expect(outcomes.length - refused.length).toBe(120);
  });

  it.runIf(onPostgres)('holds across two processes with a pool of their own each', async () => {
    const other = openPostgres({
      url: t.db.url ?? '',
      setRole: true,
      poolSize: 4,
      statementTimeoutSeconds: 10,
      log: createLogger('silent'),
    });
    try {
      for (const [limitClass, quota] of [
        ['read', 600],
        ['ai', 20],
      ] as const) {
        const person = subject('user');
        const counts = await Promise.all(
          [t.db.database, other].map((database) =>
            allowed(createLimits(database, systemClock, 1), limitClass, [person], quota),
          ),
        );
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(quota);
      }
    } finally {
      await other.close();
    }
  });
});
