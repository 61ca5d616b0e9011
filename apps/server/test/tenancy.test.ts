/** Rows of two organizations in every table: what each scope sees, and what has none. */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../src/kernel/config.ts';
import { readConfig } from '../src/kernel/config.ts';
import type { OrganizationTransaction } from '../src/kernel/db/database.ts';
import { openDatabase } from '../src/kernel/db/open.ts';
import type { OrganizationScope } from '../src/kernel/db/scope.ts';
import { systemScope } from '../src/kernel/db/scope.ts';
import { newId } from '../src/kernel/ids.ts';
import { createLogger } from '../src/kernel/logger.ts';
import { createOutbound } from '../src/kernel/outbound/client.ts';
import {
  isTenant,
  organizationColumn,
  plantRows,
  type Row,
  readTables,
  type Table,
} from './catalogue.ts';
import { createTestDatabase, onPostgres, type TestDatabase } from './database.ts';
import { testSecrets } from './secrets.ts';

/** Tables with one row for an organization, whoever is in it. */
const onePerOrganization = ['organizations', 'audit_heads', 'retention_settings'];
/** What a portal user's acts write to, and so no other of the tables below. */
const writtenByPortal = ['audit_log', 'audit_heads', 'idempotency_keys'];

/** What one planting made: a row in each tenant table. */
interface Planted {
  organizationId: string;
  partnerId: string;
  contactId: string;
  userId: string;
  rows: Map<string, Row>;
}

let db: TestDatabase;
let tenants: Table[];
let first: Planted;
/** A second set of rows in the first organization: another partner, another contact. */
let beside: Planted;
let second: Planted;

beforeAll(async () => {
  db = await createTestDatabase();
  const tables = await readTables(db.asOwner);
  tenants = tables.filter(isTenant);
  const plant = async (existing: Record<string, Row> = {}): Promise<Planted> => {
    const rows = await plantRows(db.asOwner, tables, existing);
    const id = (table: string) => String(rows.get(table)?.id);
    return {
      organizationId: id('organizations'),
      partnerId: id('partners'),
      contactId: id('contacts'),
      userId: id('users'),
      rows,
    };
  };
  first = await plant();
  const shared = onePerOrganization.map((name) => [name, first.rows.get(name) ?? {}] as const);
  beside = await plant(Object.fromEntries(shared));
  second = await plant();
});
afterAll(() => db.drop());

const member = ({ organizationId, userId }: Planted): OrganizationScope => ({
  organizationId,
  actor: { kind: 'member', userId, memberId: newId() },
});
const portal = ({ organizationId, userId, partnerId, contactId }: Planted): OrganizationScope => ({
  organizationId,
  actor: { kind: 'portal', userId, partnerId, contactId },
});

let statements = 0;
async function run(tx: OrganizationTransaction, text: string, values: unknown[] = []) {
  statements += 1;
  return tx.query({ name: `tenancy-${statements}`, text, values });
}

/** How many rows of each tenant table the scope sees. */
async function counts(scope: OrganizationScope): Promise<Record<string, number>> {
  return db.database.withOrganization(scope, async (tx) => {
    const found: Record<string, number> = {};
    for (const { name } of tenants) {
      const rows = await run(tx, `select 1 from ${name}`);
      found[name] = rows.length;
    }
    return found;
  });
}

function expected(count: (table: Table) => number): Record<string, number> {
  return Object.fromEntries(tenants.map((table) => [table.name, count(table)]));
}

describe('an organization’s scope', () => {
  it('sees its own rows in every tenant table', async () => {
    const own = expected(({ name }) => (onePerOrganization.includes(name) ? 1 : 2));
    expect(await counts(member(first))).toEqual(own);
  });

  it('sees nothing of another organization in any tenant table', async () => {
    expect(await counts(member(second))).toEqual(expected(() => 1));
    for (const table of tenants) {
      const key = organizationColumn(table);
      const seen = await db.database.withOrganization(member(second), (tx) =>
        run(tx, `select 1 from ${table.name} where ${key} = $1`, [first.organizationId]),
      );
      expect(seen, table.name).toEqual([]);
    }
  });

  it('cannot change, delete or add rows of another organization', async () => {
    for (const table of tenants) {
      const { name } = table;
      const key = organizationColumn(table);
      const inSecond = (text: string, values: unknown[]) =>
        db.database
          .withOrganization(member(second), (tx) => run(tx, text, values))
          .then((rows) => rows.length, sqlState);
      const theirs = `where ${key} = $1 returning 1`;
      // The audit log refuses by privilege already, all others find nothing.
      const nothing = name === 'audit_log' ? '42501' : 0;
      const own = [first.organizationId];
      expect(await inSecond(`update ${name} set ${key} = ${key} ${theirs}`, own), name).toBe(
        nothing,
      );
      expect(await inSecond(`delete from ${name} ${theirs}`, own), name).toBe(nothing);
      const copy = `insert into ${name} select (jsonb_populate_record(null::${name}, $1)).* returning 1`;
      const row = JSON.stringify({ ...first.rows.get(name), id: newId() });
      // To add an organization, its id must be the scope's, which no copy of another has.
      expect(await inSecond(copy, [row]), name).toBe('42501');
    }
  });

  it('cannot hand a row over to another organization', async () => {
    const moving = db.database.withOrganization(member(second), (tx) =>
      run(tx, 'update partners set organization_id = $1', [first.organizationId]),
    );
    await expect(moving).rejects.toThrow(/row-level security/);
  });

  it('cannot point at a row of another organization', async () => {
    const pointing = db.database.withOrganization(member(second), (tx) =>
      run(
        tx,
        `insert into contacts (id, organization_id, partner_id, first_name, last_name, email)
          values ($1, $2, $3, 'A', 'B', 'c@d.example')`,
        [newId(), second.organizationId, first.partnerId],
      ),
    );
    await expect(pointing).rejects.toThrow(/foreign key/);
  });

  it('sees no users, sessions or passwords', async () => {
    for (const table of ['users', 'sessions', 'accounts', 'verifications']) {
      const seen = await db.database.withOrganization(member(first), (tx) =>
        run(tx, `select 1 from ${table}`),
      );
      expect(seen, table).toEqual([]);
    }
  });
});

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

describe('a portal user’s scope', () => {
  it('sees what each table declares for partners, and no more', async () => {
    const rowsOf = new Map([
      ['none', 0],
      ['own_partner', 1],
      ['own_contact', 1],
    ]);
    const seen = await counts(portal(first));
    for (const { name, comment } of tenants) {
      const declared = /portal: (\w+)$/.exec(comment)?.[1] ?? '';
      const published = onePerOrganization.includes(name) ? 1 : 2;
      const count = declared === 'published' ? published : rowsOf.get(declared);
      expect(seen[name], `${name} (${declared})`).toBe(count);
    }
    expect(seen).toMatchObject({ organizations: 1, partners: 1, connections: 0, members: 0 });
  });

  it('sees its own partner and not the one beside it', async () => {
    const rows = await db.database.withOrganization(portal(beside), (tx) =>
      run(tx, 'select id from partners'),
    );
    expect(rows).toEqual([{ id: beside.partnerId }]);
  });

  it('adds lines to the audit log, and reads none of them', async () => {
    await db.database.withOrganization(portal(second), (tx) =>
      run(
        tx,
        `insert into audit_log (id, organization_id, seq, at, actor_kind, actor_name, action, details, hash)
          values ($1, $2, 1, now(), 'portal', 'A', 'test.done', '{}', '')`,
        [newId(), second.organizationId],
      ),
    );
    expect(await counts(portal(second))).toMatchObject({ audit_log: 0 });
    expect(await counts(member(second))).toMatchObject({ audit_log: 2 });
  });

  it('cannot change, delete or add any other row, its own included', async () => {
    const before = await counts(member(first));
    for (const table of tenants.filter(({ name }) => !writtenByPortal.includes(name))) {
      const { name } = table;
      const key = organizationColumn(table);
      const row = JSON.stringify({ ...first.rows.get(name), id: newId() });
      const acts = [
        [`update ${name} set ${key} = current_organization() returning 1`],
        [`delete from ${name} returning 1`],
        [
          `insert into ${name} select (jsonb_populate_record(null::${name}, $1)).* returning 1`,
          row,
        ],
      ] as const;
      for (const [text, ...values] of acts) {
        const outcome = await db.database
          .withOrganization(portal(first), (tx) => run(tx, text, values))
          .then((rows) => rows.length, sqlState);
        expect([0, '42501'], `${text}: ${outcome}`).toContain(outcome);
      }
    }
    expect(await counts(member(first))).toEqual(before);
  });
});

describe('without a scope', () => {
  const look = (table: string, name = `look-${table}`) =>
    db.database.lookUp({ name, text: `select 1 from ${table} limit 1`, values: [] });

  it('every tenant table raises instead of finding nothing', async () => {
    for (const { name } of tenants) {
      await expect(look(name), name).rejects.toThrow(/no organization is set/);
    }
  });

  it('raises as well for a key that is not there', async () => {
    const asked = db.database.lookUp({
      name: 'no-such-partner',
      text: 'select 1 from partners where id = $1',
      values: [newId()],
    });
    await expect(asked).rejects.toThrow(/no organization is set/);
  });

  it('raises after a transaction that had one, on each connection', async () => {
    await Promise.all(Array.from({ length: 20 }, () => counts(member(first))));
    const again = Array.from({ length: 20 }, () => look('partners').then(() => 'found', String));
    for (const outcome of await Promise.all(again))
      expect(outcome).toMatch(/no organization is set/);
    const [setting] = await db.database.lookUp({
      name: 'setting',
      text: `select coalesce(current_setting('app.organization_id', true), '') as value`,
      values: [],
    });
    expect(setting).toEqual({ value: '' });
  });

  it('identity tables hold nothing for an onlooker, and the identity scope sees no tenant', async () => {
    expect(await look('users')).toEqual([]);
    expect(await look('sessions')).toEqual([]);
    const inIdentity = db.database.withIdentity((tx) =>
      tx.query({ name: 'identity-look', text: 'select 1 from partners', values: [] }),
    );
    await expect(inIdentity).rejects.toThrow(/no organization is set/);
  });

  it('takes only UUIDs for a scope, so that none can carry SQL', async () => {
    const injected = systemScope(`${first.organizationId}', true); drop table partners --`, 'test');
    const opening = async () => db.database.withOrganization(injected, async () => 1);
    await expect(opening()).rejects.toThrow(/UUID/);
  });
});

describe('a transaction', () => {
  it('visits each organization in a scope of its own when a job asks for all', async () => {
    const seen: string[] = [];
    await db.database.withEveryOrganization('test', async (tx) => {
      const rows = await run(tx, 'select id::text as id from organizations');
      expect(rows).toEqual([{ id: tx.scope.organizationId }]);
      seen.push(tx.scope.organizationId);
    });
    expect(seen).toEqual(expect.arrayContaining([first.organizationId, second.organizationId]));
  });

  it('refuses to open another inside itself', async () => {
    const { database } = db;
    const inner: (() => Promise<unknown>)[] = [
      () => database.withOrganization(member(second), async () => 1),
      () => database.withIdentity(async () => 1),
      () => database.lookUp({ name: 'inner', text: 'select 1', values: [] }),
    ];
    for (const open of inner) {
      const outer = database.withOrganization(member(first), open);
      await expect(outer).rejects.toThrow(/inside a transaction/);
    }
  });

  it('refuses the network while it is open', async () => {
    let calls = 0;
    const server = createServer((_request, response) => {
      calls += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const outbound = createOutbound();
    const call = () =>
      outbound.request({ url: `http://127.0.0.1:${port}/`, method: 'GET', reach: 'trusted' });
    try {
      const inside = db.database.withOrganization(member(first), call);
      await expect(inside).rejects.toThrow(/outgoing request inside a transaction/i);
      expect(calls).toBe(0);
      expect((await call()).status).toBe(200);
    } finally {
      await outbound.close();
      server.close();
    }
  });

  it('leaves nothing when its work throws', async () => {
    const failing = db.database.withOrganization(member(first), async (tx) => {
      await run(tx, `update partners set name = 'half done'`);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const names = await db.asOwner(`select 1 from partners where name = 'half done'`);
    expect(names).toEqual([]);
  });

  it('is not told as done when a statement in it failed and was swallowed', async () => {
    const swallowing = db.database.withOrganization(member(first), async (tx) => {
      await run(tx, `update partners set name = 'swallowed'`);
      await run(tx, 'select 1 / 0').catch(() => undefined);
      return 'done';
    });
    await expect(swallowing).rejects.toThrow();
  });
});

describe.runIf(onPostgres)('the program on PostgreSQL', () => {
  const configFor = (variables: Record<string, string>): Config =>
    readConfig({
      DATABASE_URL: db.url ?? '',
      ENCRYPTION_KEY: testSecrets.encryptionKeys.join(),
      SESSION_SECRET: testSecrets.sessionSecrets.join(),
      ...variables,
    });

  it('refuses a login that is a superuser', async () => {
    const config = configFor({ DATABASE_APP_URL: db.url ?? '' });
    const opening = openDatabase(config, createLogger('silent'));
    await expect(opening).rejects.toThrow(/DATABASE_APP_URL is a superuser/);
  });

  it('refuses logins that bypass row security or own a table, and takes a plain one', async () => {
    const suffix = `${process.pid}_${Date.now()}`;
    const roles = [`tenancy_bypass_${suffix}`, `tenancy_owner_${suffix}`, `tenancy_app_${suffix}`];
    const [bypass = '', owner = '', plain = ''] = roles;
    const password = `pw-${suffix}`;
    const login = (user: string) => {
      const url = new URL(db.url ?? '');
      url.username = user;
      url.password = password;
      return configFor({ DATABASE_APP_URL: url.href });
    };
    const log = createLogger('silent');
    try {
      await db.asOwner(`create role ${bypass} login bypassrls password '${password}'`);
      await db.asOwner(`create role ${owner} login password '${password}'`);
      await db.asOwner(`create role ${plain} login password '${password}'`);
      for (const role of roles) await db.asOwner(`grant partneros_app to ${role}`);
      await db.asOwner(`create table owned_by_the_login (id int)`);
      await db.asOwner(`alter table owned_by_the_login owner to ${owner}`);
      for (const role of [bypass, owner]) {
        await expect(openDatabase(login(role), log), role).rejects.toThrow(/DATABASE_APP_URL/);
      }
      const database = await openDatabase(login(plain), log);
      const partners = await database.withOrganization(member(first), (tx) =>
        run(tx, 'select 1 from partners'),
      );
      expect(partners.length).toBe(2);
      await database.close();
    } finally {
      await sleep(50);
      await db.asOwner('drop table if exists owned_by_the_login');
      for (const role of roles) await db.asOwner(`drop role if exists ${role}`);
    }
  });
});
