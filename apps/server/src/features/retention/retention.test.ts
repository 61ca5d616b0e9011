/** What is past its days goes, what is not stays; an organization sets its own days within bounds. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ageLines } from '../../../test/audit.ts';
import { plantRows, readTables, type Table } from '../../../test/catalogue.ts';
import type { Client } from '../../../test/client.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { until } from '../../../test/integrations.ts';
import { addOrganization } from '../../../test/organizations.ts';
import { newId } from '../../kernel/ids.ts';
import { applyRetentionJob } from './apply-retention.ts';
import { retentionOfTables } from './registry.ts';

let t: TestApp;
let owner: Client;
let organizationId: string;
let connectionId: string;
let tables: Table[];

beforeAll(async () => {
  t = await startTestApp();
  owner = await t.signIn('owner');
  organizationId = (await owner.get('/api/auth/session')).body.session.organization.id;
  tables = await readTables(t.db.asOwner);
  connectionId = newId();
  await t.db.asOwner(
    `insert into connections (id, organization_id, platform, environment, status, login_url, reach, account_id)
      values ($1, $2, 'hubspot', 'demo', 'disconnected', 'http://x.example', 'trusted', 'x')`,
    [connectionId, organizationId],
  );
});
afterAll(() => t.close());

it('the registry names exactly the tables there are', () => {
  expect(Object.keys(retentionOfTables).sort()).toEqual(tables.map(({ name }) => name).sort());
});

/** The nightly job, now; waits for its end. */
async function apply(): Promise<void> {
  const done = async () => {
    const rows = await t.db.asOwner(
      `select 1 from pgboss.job where name = 'retention.apply' and state = 'completed'`,
    );
    return rows.length;
  };
  const before = await done();
  await t.app.database.withIdentity((tx) => t.app.jobs.enqueue(tx, applyRetentionJob, {}));
  await until('the job is done', async () => (await done()) > before, 20_000);
}

const days = (count: number) => `now() - interval '${count} days'`;

async function addDrift(age: number): Promise<string> {
  const id = newId();
  await t.db.asOwner(
    `insert into drift_events (id, organization_id, connection_id, object_type, field, change, at, caused_by)
      values ($1, $2, $3, 'deals', 'f', 'added', ${days(age)}, 'customer')`,
    [id, organizationId, connectionId],
  );
  return id;
}

const left = async (table: string, ids: string[]) => {
  const rows = await t.db.asOwner(`select id from ${table} where id = any ($1)`, [ids]);
  return ids.filter((id) => rows.some((row) => row.id === id));
};

describe('the job', () => {
  it('deletes what is past the default days and keeps the rest', async () => {
    const [old, young] = [await addDrift(401), await addDrift(399)];
    const mail = async (state: string, age: number, organization: string | null) => {
      const id = newId();
      await t.db.asOwner(
        `insert into mails (id, organization_id, template, state, created_at) values ($1, $2, 'x', $3, ${days(age)})`,
        [id, organization, state],
      );
      return id;
    };
    const sent = await mail('sent', 31, organizationId);
    const sentLately = await mail('sent', 29, organizationId);
    const waiting = await mail('queued', 31, organizationId);
    const ownerless = await mail('failed', 31, null);
    await t.db.asOwner(`insert into verifications (id, identifier, value, expires_at)
      values (gen_random_uuid(), 'gone', 'x', ${days(2)}), (gen_random_uuid(), 'stays', 'x', now())`);
    await t.db.asOwner(`insert into sessions (id, token, user_id, expires_at)
      select gen_random_uuid(), 'ended', id, ${days(2)} from users limit 1`);
    await apply();
    expect(await left('drift_events', [old, young])).toEqual([young]);
    const all = [sent, sentLately, waiting, ownerless];
    expect(await left('mails', all)).toEqual([sentLately, waiting]);
    expect(await t.db.asOwner('select identifier from verifications')).toEqual([
      { identifier: 'stays' },
    ]);
    expect(await t.db.asOwner(`select 1 from sessions where token = 'ended'`)).toEqual([]);
    expect((await owner.get('/api/auth/session')).status).toBe(200);
  });

  it('prunes the audit log from the oldest line on, and the chain stays whole', async () => {
    const { id, signIn } = await addOrganization(t);
    const client = await signIn();
    const before = (await client.get('/api/audit-log')).body.entries;
    await ageLines(t, id, { count: 2, days: 450 });
    await apply();
    const after = (await client.get('/api/audit-log')).body.entries;
    expect(after.map((line: { id: string }) => line.id).slice(1)).toEqual(
      before.map((line: { id: string }) => line.id).slice(0, -2),
    );
    expect(after[0]).toMatchObject({ action: 'audit.pruned', details: { lines: 2 } });
    expect((await client.get('/api/audit-log/verify')).body.verified).toBe(true);
  });
});

describe('the settings', () => {
  beforeEach(async () => {
    await t.db.asOwner('delete from retention_settings');
  });
  const patch = (body: unknown, version: number, client = owner) =>
    client.patch('/api/retention', body, { headers: { 'if-match': `"${version}"` } });

  it('are the defaults until an Owner changes them, which counts at the next run', async () => {
    expect((await owner.get('/api/retention')).body.retention).toEqual({
      auditDays: 400,
      driftDays: 400,
      mailDays: 30,
      version: 0,
      updatedAt: null,
    });
    const changed = await patch({ driftDays: 60 }, 0);
    expect(changed.body.retention).toMatchObject({ driftDays: 60, auditDays: 400, version: 1 });
    const [old, young] = [await addDrift(61), await addDrift(59)];
    await apply();
    expect(await left('drift_events', [old, young])).toEqual([young]);
    expect((await patch({ driftDays: null }, 1)).body.retention).toMatchObject({ driftDays: 400 });
    expect((await patch({ driftDays: 60 }, 1)).status).toBe(409);
    expect((await patch({ driftDays: 60 }, 0)).status).toBe(409);
  });

  it('are refused outside the bounds, and to an Admin', async () => {
    for (const body of [
      { auditDays: 89 },
      { auditDays: 3651 },
      { driftDays: 1 },
      { mailDays: 0 },
      {},
    ]) {
      expect((await patch(body, 0)).status, JSON.stringify(body)).toBe(400);
    }
    expect((await patch({ driftDays: 60 }, 0, await t.signIn('admin'))).status).toBe(403);
  });
});

it('an organization deleted a month ago leaves not one row, and its people their accounts', async () => {
  const { id, owner: person, signIn } = await addOrganization(t);
  const young = await addOrganization(t);
  await signIn();
  const [organization] = await t.db.asOwner('select * from organizations where id = $1', [id]);
  const heads = await t.db.asOwner('select * from audit_heads where organization_id = $1', [id]);
  await plantRows(t.db.asOwner, tables, {
    organizations: organization ?? {},
    audit_heads: heads[0] ?? {},
  });
  const deleted = 'update organizations set deleted_at = now() - $2::interval where id = $1';
  await t.db.asOwner(deleted, [id, '31 days']);
  await t.db.asOwner(deleted, [young.id, '29 days']);
  await apply();
  for (const { name, columns } of tables) {
    if (!columns.some((column) => column.name === 'organization_id')) continue;
    const rows = await t.db.asOwner(`select 1 from ${name} where organization_id = $1`, [id]);
    expect(rows, name).toEqual([]);
  }
  expect(await left('organizations', [id, young.id])).toEqual([young.id]);
  expect(await left('users', [person.userId])).toEqual([person.userId]);
});
