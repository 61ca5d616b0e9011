/** Idempotency keys: an act that is repeated is done once. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../src/kernel/ids.ts';
import type { Answer, Client } from './client.ts';
import { onPostgres } from './database.ts';
import { startTestApp, type TestApp } from './harness.ts';

let t: TestApp;
let owner: Client;
let offset = 0;
beforeAll(async () => {
  t = await startTestApp({ clock: { now: () => new Date(Date.now() + offset) } });
  owner = await t.signIn('owner');
  await owner.put('/api/service-account-settings', { enabled: true });
});
afterAll(() => t.close());

const path = '/api/service-accounts';
const wish = (name = `Sync ${newId()}`) => ({
  name,
  permissions: ['connection.read'],
  expiresInDays: 30,
});
const keyed = (key: string) => ({ headers: { 'idempotency-key': key } });
const create = (client: Client, key: string, body: unknown) => client.post(path, body, keyed(key));

async function countOf(name: string): Promise<number> {
  const rows = await t.db.asOwner('select 1 from service_accounts where name = $1', [name]);
  return rows.length;
}

const replayed = (answer: Answer) => answer.headers.get('idempotency-replayed');

describe('a key', () => {
  it('sent fifty times at once has one effect, and everybody is told it or to wait', async () => {
    const body = wish();
    const key = newId();
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(owner, key, body)));
    expect(await countOf(body.name)).toBe(1);
    const done = answers.filter(({ status }) => status === 200);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    expect(done.filter((answer) => replayed(answer) === null)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(answer.body.code).toBe('idempotency_in_progress');
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    const later = await create(owner, key, body);
    expect(later.text).toBe(done[0]?.text);
    const lines = await owner.get(`/api/audit-log?q=${encodeURIComponent(body.name)}`);
    expect(lines.body.entries).toHaveLength(1);
  });

  it.runIf(onPostgres)('whose first request is under way is told to wait', async () => {
    const blocker = new pg.Client({ connectionString: t.db.url ?? '' });
    await blocker.connect();
    await blocker.query('begin; lock table service_accounts in access exclusive mode');
    const body = wish();
    const key = newId();
    const first = create(owner, key, body);
    try {
      await expect
        .poll(async () => {
          const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
          return (await t.db.asOwner(waiting)).length;
        })
        .toBe(1);
      const second = await create(owner, key, body);
      expect(second.status).toBe(409);
      expect(second.body.code).toBe('idempotency_in_progress');
      expect(second.headers.get('retry-after')).toBe('1');
    } finally {
      await blocker.query('rollback');
      await blocker.end();
    }
    expect((await first).status).toBe(200);
    expect(replayed(await create(owner, key, body))).toBe('true');
  });

  it('used for another body, another target or another operation is refused', async () => {
    const key = newId();
    const first = await create(owner, key, wish());
    const { id } = first.body.serviceAccount;
    const other = await create(owner, key, wish());
    expect(other.status).toBe(409);
    expect(other.body.code).toBe('idempotency_key_reused');
    const elsewhere = await owner.post(`${path}/${id}/tokens`, { expiresInDays: 1 }, keyed(key));
    expect(elsewhere.body.code).toBe('idempotency_key_reused');
  });

  it('takes the same wish in another order of properties for the same', async () => {
    const body = wish();
    const key = newId();
    const first = await create(owner, key, body);
    const turned = Object.fromEntries(Object.entries(body).reverse());
    expect((await create(owner, key, turned)).text).toBe(first.text);
  });

  it('is a person’s own: another’s with the same key is another act', async () => {
    const admin = await t.signIn('admin');
    const key = newId();
    const mine = await create(owner, key, wish());
    const theirs = await create(admin, key, wish());
    expect(theirs.status).toBe(200);
    expect(theirs.body.serviceAccount.id).not.toBe(mine.body.serviceAccount.id);
  });

  it('of a request that failed is free: what was refused is tried anew', async () => {
    const taken = wish();
    const made = await create(owner, newId(), taken);
    const key = newId();
    expect((await create(owner, key, taken)).body.code).toBe('duplicate');
    await owner.delete(`${path}/${made.body.serviceAccount.id}`);
    const again = await create(owner, key, taken);
    expect(again.status).toBe(200);
    expect(replayed(again)).toBeNull();
  });

  it('counts for 24 hours', async () => {
    const body = wish();
    const key = newId();
    await create(owner, key, body);
    const [row] = await t.db.asOwner(
      `select extract(epoch from expires_at - created_at)::int as seconds from idempotency_keys
        order by created_at desc limit 1`,
    );
    expect(row).toEqual({ seconds: 24 * 3600 });
    await t.db.asOwner('update idempotency_keys set expires_at = now()');
    expect((await create(owner, key, body)).body.code).toBe('duplicate');
  });

  it('is gone within the hour after them', async () => {
    await create(owner, newId(), wish());
    await t.db.asOwner(`update idempotency_keys set expires_at = now() - interval '1 second'`);
    await create(owner, newId(), wish());
    const [planned] = await t.db.asOwner(
      `select cron from pgboss.schedule where name = 'requests.forget-answers'`,
    );
    expect(planned).toEqual({ cron: '17 * * * *' });
    await t.db.asOwner(
      `insert into pgboss.job (name, data) values ('requests.forget-answers', '{}')`,
    );
    await expect
      .poll(async () => (await t.db.asOwner('select 1 from idempotency_keys')).length, {
        timeout: 15_000,
      })
      .toBe(1);
  });

  it('and its answer are kept so that nobody reads them in the database', async () => {
    const key = `a key that says something ${newId()}`;
    const { body } = await create(owner, key, wish());
    const rows = await t.db.asOwner('select x::text as text from idempotency_keys x');
    const text = rows.map((row) => row.text).join('\n');
    for (const secret of [key, body.token, body.serviceAccount.id])
      expect(text).not.toContain(secret);
  });
});

describe('a replay', () => {
  it('is refused to whoever has lost the permission since', async () => {
    const admin = await t.signIn('admin');
    const body = wish();
    const key = newId();
    expect((await create(admin, key, body)).status).toBe(200);
    const demote = `update members set role = $1 where user_id =
      (select id from users where email = 'admin@demo.example')`;
    await t.db.asOwner(demote, ['viewer']);
    expect((await create(admin, key, body)).body.code).toBe('forbidden');
    await t.db.asOwner(demote, ['admin']);
    expect(replayed(await create(admin, key, body))).toBe('true');
  });

  it('is refused without a session, and without a fresh proof of identity', async () => {
    const client = await t.signIn('owner');
    const body = wish();
    const key = newId();
    await create(client, key, body);
    offset = 16 * 60_000;
    const stale = await create(client, key, body);
    offset = 0;
    expect(stale.body.code).toBe('confirmation_required');
    await client.post('/api/auth/sign-out');
    expect((await create(client, key, body)).status).toBe(401);
  });

  it('is refused where what it shows is no longer the caller’s to see', async () => {
    const admin = await t.signIn('admin');
    const made = await create(owner, newId(), wish());
    const { id } = made.body.serviceAccount;
    const rotate = (key: string) =>
      admin.post(`${path}/${id}/tokens`, { expiresInDays: 1 }, keyed(key));
    const key = newId();
    expect((await rotate(key)).status).toBe(200);
    const more = `update service_accounts set permissions = $1 where id = $2`;
    await t.db.asOwner(more, [['security.write'], id]);
    expect((await rotate(key)).body.code).toBe('forbidden');
    await owner.delete(`${path}/${id}`);
    expect((await rotate(key)).body.code).toBe('not_found');
  });
});
