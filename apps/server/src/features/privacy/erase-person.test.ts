/** A person planted wherever words can stand, then erased: nothing of them is left. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantRows, type Row, readTables, type Table } from '../../../test/catalogue.ts';
import { type Client, signInAs } from '../../../test/client.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { until } from '../../../test/integrations.ts';
import { type AddedOrganization, addOrganization } from '../../../test/organizations.ts';
import { testPassword } from '../../../test/secrets.ts';
import { systemScope } from '../../kernel/db/scope.ts';
import { createOutbox } from '../../vendors/mail/outbox.ts';
import { addContact } from '../contacts/index.ts';
import { addMember, ensureUser } from '../identity/index.ts';
import { queueMail } from '../mail/index.ts';
import { addPartner } from '../partners/index.ts';
import { isSuppressed } from './index.ts';
import { columnHandling } from './registry.ts';

let t: TestApp;
let owner: Client;
let organizationId: string;
let second: AddedOrganization;
let tables: Table[];

beforeAll(async () => {
  t = await startTestApp();
  owner = await t.signIn('owner');
  organizationId = (await owner.get('/api/auth/session')).body.session.organization.id;
  second = await addOrganization(t);
  tables = await readTables(t.db.asOwner);
});
afterAll(() => t.close());

const wordTypes = ['text', 'jsonb', '_text', 'varchar', 'json'];

it('the registry names exactly the columns that can hold words', () => {
  const found = tables.flatMap(({ name, columns }) =>
    columns
      .filter(({ type }) => wordTypes.includes(type))
      .map((column) => `${name}.${column.name}`),
  );
  expect(Object.keys(columnHandling).sort()).toEqual(found.sort());
});

const addUser = (name: string, email: string) =>
  ensureUser(t.app.database, t.app.identity.auth, { name, email, password: testPassword });

/** Asks for it and waits until it is done. @returns the request's end */
async function finish(client: Client, kind: 'exports' | 'erasures', email: string) {
  const asked = await client.post(`/api/privacy/${kind}`, { email });
  expect(asked.status, asked.text).toBe(202);
  const { id } = asked.body.request;
  let end = asked.body.request;
  await until(
    'the request is done',
    async () => {
      const { requests } = (await client.get('/api/privacy/requests')).body;
      end = requests.find((request: { id: string }) => request.id === id);
      return end.state !== 'queued';
    },
    20_000,
  );
  return end;
}

/** Every cell of every table, jobs included, in which the words stand. */
async function cellsWith(words: RegExp): Promise<string[]> {
  const names = await t.db.asOwner(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname in ('public', 'pgboss')`,
  );
  const hits: string[] = [];
  for (const { name } of names) {
    const rows = await t.db.asOwner(`select row_to_json(t) as row from ${String(name)} t`);
    for (const { row } of rows) {
      // Made by row_to_json just above.
      for (const [column, value] of Object.entries(row as Row)) {
        if (words.test(JSON.stringify(value))) hits.push(`${String(name)}.${column}`);
      }
    }
  }
  return hits;
}

describe('a person planted in every column', () => {
  const name = 'Priscilla Canary-Quist';
  const email = 'priscilla@canary.example';
  const words = /priscilla|canary/i;
  const sentence = `As told by ${name} (${email}), see https://x.example/?who=priscilla%40canary.example.`;

  /** What a column of this handling and type says about the person. */
  function wordsFor(handling: string, type: string): string | string[] | null {
    if (handling === 'plain' || handling === 'secret') return null;
    if (handling === 'address') return email;
    if (handling === 'name') return name;
    if (handling === 'device') return `browser of ${email}`;
    if (type === 'jsonb') return JSON.stringify({ note: sentence, deep: [{ name, email }] });
    return type === '_text' ? [sentence, 'something else'] : `By ${name} (${email})`;
  }

  /** The row that says it: the planted one, or one made by hand where nothing was planted. */
  function rowOf(table: Table, row: Row | undefined, userId: string): string {
    if (table.name === 'account_requests') return `kind = 'reset_password'`;
    if (table.name === 'sessions') return `token = 'planted'`;
    if (table.name === 'verifications') return `value <> ''`;
    if (table.name === 'accounts') return `user_id = '${userId}'`;
    const hasId = table.columns.some(({ name: column }) => column === 'id');
    return hasId ? `id = '${String(row?.id)}'` : `organization_id = '${organizationId}'`;
  }

  async function plant(userId: string): Promise<void> {
    const [organization] = await t.db.asOwner('select * from organizations where id = $1', [
      organizationId,
    ]);
    const [user] = await t.db.asOwner('select * from users where id = $1', [userId]);
    const [head] = await t.db.asOwner('select * from audit_heads where organization_id = $1', [
      organizationId,
    ]);
    const rows = await plantRows(t.db.asOwner, tables, {
      audit_heads: head ?? {},
      organizations: organization ?? {},
      users: user ?? {},
    });
    await t.db.asOwner(`insert into sessions (id, token, user_id, expires_at, active_organization_id)
      values (gen_random_uuid(), 'planted', '${userId}', now() + interval '1 day', '${organizationId}')`);
    await t.db.asOwner(
      `insert into account_requests (id, kind, email, user_id, base_url, created_at, expires_at)
        values (gen_random_uuid(), 'reset_password', 'x', $1, 'http://x.example', now(), now())`,
      [userId],
    );
    await t.db.asOwner(`insert into verifications (id, identifier, value, expires_at)
      values (gen_random_uuid(), 'x', 'y', now() + interval '1 day')`);
    // What the planting sealed, nobody can open.
    await t.db.asOwner('delete from privacy_requests');
    await t.db.asOwner('update mails set content_sealed = null');
    // Far behind the lines that the program will still add.
    await t.db.asOwner('update audit_log set actor_id = $1, seq = 1000000 where id = $2', [
      userId,
      rows.get('audit_log')?.id,
    ]);
    for (const table of tables) {
      const row = rows.get(table.name);
      for (const { name: column, type } of table.columns) {
        const said = wordsFor(columnHandling[`${table.name}.${column}`] ?? 'plain', type);
        if (said === null || table.name === 'mails') continue;
        const where = rowOf(table, row, userId);
        await t.db.asOwner(`update ${table.name} set ${column} = $1 where ${where}`, [said]);
      }
    }
  }

  it('is in forty places before and in none after, in tables, jobs and logs', async () => {
    const userId = await addUser(name, email);
    await addMember(t.app.database, organizationId, { userId, role: 'viewer' });
    const client = await signInAs(t.url, email);
    await t.db.asOwner('delete from members where user_id = $1', [userId]);
    await plant(userId);
    // A contact of another partner as well.
    await t.app.database.withOrganization(systemScope(organizationId, 'test'), async (tx) => {
      const partnerId = await addPartner(tx, { name: `Friends of ${name}`, domain: null });
      const [firstName = '', lastName = ''] = name.split(' ');
      await addContact(tx, { partnerId, firstName, lastName, email, isPrimary: false });
    });
    const values = { name, url: 'https://x.example' };
    for (const mailOrganization of [organizationId, null]) {
      await t.app.database.withIdentity((tx) =>
        queueMail(
          tx,
          { ...t.app.mailQueue, jobs: { ...t.app.jobs, enqueue: async () => {} } },
          {
            to: email,
            template: 'account.prove-address',
            values,
            organizationId: mailOrganization,
          },
        ),
      );
    }
    await t.db.asOwner(
      `insert into pgboss.job (name, data, output, state, completed_on)
        values ('mail.send', $1, $1, 'failed', now())`,
      [JSON.stringify({ message: sentence })],
    );
    expect((await client.get('/api/auth/session')).status).toBe(200);
    // An export of theirs, which holds all of it once more.
    expect((await finish(owner, 'exports', email)).email).toBe(email);
    const mails = await t.db.asOwner('select 1 from mails where content_sealed is not null');
    const before = await cellsWith(words);
    const sealed = mails.length + 2;
    expect(before.length + sealed).toBeGreaterThanOrEqual(40);

    const end = await finish(owner, 'erasures', email.toUpperCase());
    expect(end).toMatchObject({ state: 'done', email: null });
    expect(await cellsWith(words)).toEqual([]);
    expect(await t.db.asOwner('select 1 from mails where content_sealed is not null')).toEqual([]);
    expect(
      await t.db.asOwner(
        'select 1 from privacy_requests where content_sealed is not null or email_sealed is not null',
      ),
    ).toEqual([]);
    expect(t.logLines.filter((line) => words.test(line))).toEqual([]);
    expect((await client.get('/api/auth/session')).status).toBe(401);
    await expect(signInAs(t.url, email)).rejects.toThrow('unauthorized');
    // What mentioned them is still there, without them.
    const [line] = await t.db.asOwner(
      'select details, actor_name from audit_log where actor_id = $1 limit 1',
      [userId],
    );
    expect(line?.actor_name).toBe('Erased person');
  }, 60_000);

  it('is known again by a keyed hash, here and not elsewhere', async () => {
    const known = (id: string, address: string) =>
      t.app.database.withOrganization(systemScope(id, 'test'), (tx) =>
        isSuppressed(tx, t.app.keyedHash, address),
      );
    expect(await known(organizationId, ` ${email.toUpperCase()}`)).toBe(true);
    expect(await known(organizationId, 'somebody@canary.example')).toBe(false);
    expect(await known(second.id, email)).toBe(false);
  });
});

describe('whoever is not meant', () => {
  it('keeps a longer address, another organization’s data, and an account that lives there too', async () => {
    const email = 'ben@both.example';
    const userId = await addUser('Ben Both', email);
    await addMember(t.app.database, organizationId, { userId, role: 'member' });
    await addMember(t.app.database, second.id, { userId, role: 'member' });
    for (const id of [organizationId, second.id]) {
      await t.app.database.withOrganization(systemScope(id, 'test'), async (tx) => {
        const partnerId = await addPartner(tx, { name: `Works with ${email}`, domain: null });
        const person = { partnerId, firstName: 'Ben', lastName: 'Both', isPrimary: false };
        await addContact(tx, { ...person, email });
        await addContact(tx, { ...person, email: `not.${email}` });
        await addContact(tx, { ...person, email: `${email}.org` });
      });
    }
    expect((await finish(owner, 'erasures', email)).state).toBe('done');
    const addresses = (id: string) =>
      t.db.asOwner('select email from contacts where organization_id = $1 and last_name = $2', [
        id,
        'Both',
      ]);
    expect((await addresses(organizationId)).map((row) => row.email).sort()).toEqual([
      'ben@both.example.org',
      'not.ben@both.example',
    ]);
    expect(await addresses(second.id)).toHaveLength(3);
    const ben = await signInAs(t.url, email);
    const { session } = (await ben.get('/api/auth/session')).body;
    expect(session.user.name).toBe('Ben Both');
    expect(session.organizations.map(({ id }: { id: string }) => id)).toEqual([second.id]);
  });

  it('a person of another organization alone is not touched by an address that is only typed', async () => {
    const { email } = second.owner;
    expect((await finish(owner, 'erasures', email)).state).toBe('done');
    await expect(second.signIn()).resolves.toBeDefined();
  });
});

describe('the audit log', () => {
  it('is whole afterwards, tells of the erasure and names the person no more', async () => {
    const organization = await addOrganization(t, 'Whose log is looked at');
    const client = await organization.signIn();
    const email = 'lea@logged.example';
    const userId = await addUser('Lea Logged', email);
    await addMember(t.app.database, organization.id, { userId, role: 'admin' });
    await signInAs(t.url, email);
    const log = async () => (await client.get('/api/audit-log')).text;
    expect(await log()).toContain('Lea Logged');
    expect((await finish(client, 'erasures', email)).state).toBe('done');
    expect(await log()).not.toMatch(/lea/i);
    expect(await log()).toContain('audit.erased');
    expect((await client.get('/api/audit-log/verify')).body.verified).toBe(true);
  });

  it('that was broken before is not mended by an erasure', async () => {
    const organization = await addOrganization(t, 'Whose log was edited');
    const client = await organization.signIn();
    const email = 'ed@edited.example';
    const userId = await addUser('Ed Edited', email);
    await addMember(t.app.database, organization.id, { userId, role: 'viewer' });
    await signInAs(t.url, email);
    await t.db.asOwner(
      `update audit_log set action = 'nothing.happened' where organization_id = $1 and seq = 2`,
      [organization.id],
    );
    expect((await finish(client, 'erasures', email)).state).toBe('done');
    expect((await client.get('/api/audit-log/verify')).body).toMatchObject({
      verified: false,
      firstBroken: 2,
    });
  });
});

describe('owners', () => {
  it('are not erased by an Admin, and the last one by nobody', async () => {
    const email = 'second-owner@demo.example';
    const userId = await addUser('Odo Second', email);
    await addMember(t.app.database, organizationId, { userId, role: 'owner' });
    const admin = await t.signIn('admin');
    const refused = await admin.post('/api/privacy/erasures', { email });
    expect(refused.body).toEqual({ error: 'Only an Owner may erase an Owner.', code: 'forbidden' });
    const alone = await second.signIn();
    const last = await alone.post('/api/privacy/erasures', { email: second.owner.email });
    expect(last.status).toBe(422);
    await expect(second.signIn()).resolves.toBeDefined();
    expect((await finish(owner, 'erasures', email)).state).toBe('done');
  });
});

describe('an export', () => {
  it('holds the person’s rows and no secret, for seven days', async () => {
    const email = 'exported@x.example';
    const userId = await addUser('Edda Exported', email);
    await addMember(t.app.database, organizationId, { userId, role: 'viewer' });
    await signInAs(t.url, email);
    const { id, expiresAt, finishedAt } = await finish(owner, 'exports', email);
    expect(Date.parse(expiresAt) - Date.parse(finishedAt)).toBe(7 * 86_400_000);
    const path = `/api/privacy/exports/${id}/download`;
    const answer = await owner.get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /);
    const { tables: found } = answer.body.export;
    expect(found.users).toMatchObject([{ id: userId, name: 'Edda Exported', email }]);
    expect(found.members).toMatchObject([{ user_id: userId, role: 'viewer' }]);
    expect(found.sessions).toHaveLength(1);
    expect(Object.keys(found.accounts[0])).not.toContain('password');
    expect(Object.keys(found.sessions[0])).not.toContain('token');
    // Nobody else's.
    expect(answer.text).not.toContain('owner@demo.example');
    await t.db.asOwner('update privacy_requests set expires_at = now() where id = $1', [id]);
    expect((await owner.get(path)).status).toBe(422);
  });
});

describe('the outbox folder', () => {
  it('forgets the mails to one address', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'partneros-outbox-'));
    const outbox = createOutbox(folder, 'PartnerOS <p@x.example>');
    const send = (to: string, messageId: string) =>
      outbox.send({ to, messageId, subject: 's', text: 't', html: 'h' });
    await send('ann@x.example', '<one@partneros>');
    await send('ann@x.example.org', '<two@partneros>');
    await send('joann@x.example', '<three@partneros>');
    await outbox.forget?.('Ann@x.example');
    expect(readdirSync(folder).sort()).toEqual(['threepartneros.eml', 'twopartneros.eml']);
    rmSync(folder, { recursive: true });
  });
});
