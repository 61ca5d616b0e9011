/** Walks the database's own catalogue: what row security rests on, table by table. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isTenant, organizationColumn, readTables, type Table } from './catalogue.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** Tables outside row security or outside any organization, each with the reason why. */
const withoutTenant: Record<string, string> = {
  users: 'A person exists before and beside organizations; identity scope only.',
  sessions: 'Looked up before the organization is known; identity scope only.',
  accounts: 'Credentials of a person, not of an organization; identity scope only.',
  verifications: 'Proofs of an address, made before there is an organization; identity scope only.',
  account_requests: 'What a link in a mail carries out, often for somebody without an account yet.',
  second_factors: 'Of a person, not of an organization; sealed, identity scope only.',
  sign_in_challenges:
    'Between password and second factor, before any session; identity scope only.',
  sign_in_delays: 'Failed sign-ins by hashes, also of addresses that nobody has.',
  mails:
    'Also to people who belong to no organization yet; sealed, read in the identity scope only.',
  instance: 'One row on this installation.',
  rate_limits: 'Counters by class and hash, also of people who are not signed in.',
  heartbeats: 'One row per running process.',
  schema_migrations: 'The ledger of migrations.',
};
const identityTables = [
  ...['account_requests', 'accounts', 'mails', 'second_factors', 'sessions'],
  ...['sign_in_challenges', 'sign_in_delays', 'users', 'verifications'],
];

/** Policies of identity tables beside the stamped ones, each with the reason why. */
const furtherPolicies: Record<string, string[]> = {
  // A mail is queued in the transaction of the act that causes it, whatever its scope.
  mails: [
    'queue PERMISSIVE INSERT {partneros_app} | null | organization_id IS NULL OR is_identity_scope OR organization_id = current_organization',
  ],
};

/** What portal users may add to, beside the rule that they add nothing: the check of the policy. */
const portalAdds: Record<string, string> = {
  // What a portal user does is written down too, and kept for a repeated request.
  audit_log: 'true',
  audit_heads: 'true',
  idempotency_keys: 'current_partner IS NULL OR contact_id = current_contact',
};

/** Unique constraints of tenant tables that may lack the organization, with the reason why. */
const globallyUnique: Record<string, string> = {
  organizations_slug_key: 'The slug names the organization itself.',
  invitations_token_hash_key:
    'The hash of 256 random bits, looked up before the organization is known.',
  oauth_states_state_hash_key:
    'The hash of 256 random bits, looked up before the organization is known.',
  portal_links_invitation_hash_key:
    'The hash of 256 random bits, looked up before the organization is known.',
  sso_requests_state_hash_key:
    'The hash of 256 random bits, looked up before the organization is known.',
  sso_domains_proven:
    'A domain is proven by one organization: it decides whom an address belongs to.',
  schema_refreshes_pkey:
    'The id of a connection; the foreign key beside it ties that to the organization.',
  service_accounts_token_hash_key:
    'The hash of 256 random bits, looked up before the organization is known.',
};

let db: TestDatabase;
let tables: Table[];
let tenants: Table[];

beforeAll(async () => {
  db = await createTestDatabase();
  tables = await readTables(db.asOwner);
  tenants = tables.filter(isTenant);
});
afterAll(() => db.drop());

const one = (text: string) => text.replaceAll(/[()\s]+/g, ' ').trim();

describe('row security', () => {
  it('is on every table of the product, or the table stands in the list with a reason', () => {
    const others = tables.filter((table) => !isTenant(table)).map(({ name }) => name);
    expect(others.sort()).toEqual(Object.keys(withoutTenant).sort());
    expect(tenants.length).toBeGreaterThan(10);
  });

  it('finds nothing in public beside tables, such as a view that would read as its owner', async () => {
    const found = await db.asOwner(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')`,
    );
    expect(found).toEqual([]);
  });

  it('is enabled and forced on tenant and identity tables', async () => {
    const rows = await db.asOwner(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace
        and relkind in ('r', 'p') and relrowsecurity and relforcerowsecurity`,
    );
    const guarded = rows.map(({ name }) => name).sort();
    expect(guarded).toEqual([...tenants.map(({ name }) => name), ...identityTables].sort());
  });

  it('has the stamped policies and no other on each tenant table', async () => {
    const visible: Record<string, (table: Table) => string> = {
      none: () => 'current_partner IS NULL',
      own_partner: ({ name }) =>
        `current_partner IS NULL OR ${name === 'partners' ? 'id' : 'partner_id'} = current_partner`,
      own_contact: () => 'current_partner IS NULL OR contact_id = current_contact',
      published: () => 'true',
    };
    for (const table of tenants) {
      const portal = /^tenant; portal: (\w+)$/.exec(table.comment)?.[1] ?? '';
      const own = `${organizationColumn(table)} = current_organization`;
      const adds = portalAdds[table.name] ?? 'current_partner IS NULL';
      expect(await policiesOf(table.name), table.name).toEqual([
        'maintenance PERMISSIVE ALL {partneros_maint} | true | true',
        `portal RESTRICTIVE ALL {partneros_app} | ${visible[portal]?.(table)} | ${adds}`,
        'portal_delete RESTRICTIVE DELETE {partneros_app} | current_partner IS NULL | null',
        `tenant PERMISSIVE ALL {partneros_app} | ${own} | ${own}`,
      ]);
    }
  });

  it('opens identity tables in the identity scope alone', async () => {
    for (const name of identityTables) {
      expect(await policiesOf(name), name).toEqual([
        'identity PERMISSIVE ALL {partneros_app} | is_identity_scope | is_identity_scope',
        'maintenance PERMISSIVE ALL {partneros_maint} | true | true',
        ...(furtherPolicies[name] ?? []),
      ]);
    }
  });

  it('needs no privilege that would pass it: nobody but the owner may truncate or refer', async () => {
    const rows = await db.asOwner(
      `select table_name, privilege_type from information_schema.role_table_grants
        where table_schema in ('public', 'pgboss') and grantee in ('partneros_app', 'PUBLIC')
          and privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')`,
    );
    expect(rows).toEqual([]);
  });

  it('lets the program add and read audit lines, never change them', async () => {
    const rows = await db.asOwner(
      `select privilege_type as may from information_schema.role_table_grants
        where table_name = 'audit_log' and grantee = 'partneros_app' order by 1`,
    );
    expect(rows.map(({ may }) => may)).toEqual(['INSERT', 'SELECT']);
  });
});

async function policiesOf(table: string): Promise<string[]> {
  const rows = await db.asOwner(
    `select concat_ws(' ', policyname, permissive, cmd, roles::text) as head,
      coalesce(qual, 'null') as visible, coalesce(with_check, 'null') as checked
      from pg_policies where schemaname = 'public' and tablename = $1 order by policyname`,
    [table],
  );
  return rows.map(({ head, visible, checked }) =>
    [String(head), one(String(visible)), one(String(checked))].join(' | '),
  );
}

describe('keys', () => {
  it('hold the organization in every foreign key between tenant tables', () => {
    const names = new Set(tenants.map(({ name }) => name));
    for (const table of tenants) {
      for (const { columns, target, targetColumns } of table.foreignKeys) {
        if (!names.has(target)) continue;
        const targetKey = target === 'organizations' ? 'id' : 'organization_id';
        const at = targetColumns.indexOf(targetKey);
        expect(columns[at], `${table.name} → ${target}`).toBe('organization_id');
      }
    }
  });

  it('hold the organization in every unique constraint, or stand in the list with a reason', async () => {
    const rows = await db.asOwner(`
      select i.indexrelid::regclass::text as name, c.relname as "table",
        array(select a.attname::text from pg_attribute a
          where a.attrelid = c.oid and a.attnum = any (i.indkey::int2[])) as columns
      from pg_index i join pg_class c on c.oid = i.indrelid
      where c.relnamespace = 'public'::regnamespace and i.indisunique`);
    const tenantNames = new Set(tenants.map(({ name }) => name));
    const lacking = rows.filter(({ table, columns }) => {
      // A row's own id is random and says nothing about other organizations.
      const keyed = Array.isArray(columns) ? columns.join() : '';
      return tenantNames.has(String(table)) && keyed !== 'id' && !keyed.includes('organization_id');
    });
    expect(lacking.map(({ name }) => name).sort()).toEqual(Object.keys(globallyUnique).sort());
  });

  it('have an index behind each foreign key, so that deleting an organization does not crawl', async () => {
    const rows = await db.asOwner(`
      select f.conrelid::regclass::text as "table", f.conname as name from pg_constraint f
      where f.contype = 'f' and f.connamespace = 'public'::regnamespace and not exists (
        select from pg_index i where i.indrelid = f.conrelid
          and (i.indkey::int2[])[0:cardinality(f.conkey) - 1] @> f.conkey)`);
    expect(rows).toEqual([]);
  });
});

describe('roles', () => {
  it('give the program a role that owns nothing and passes nothing', async () => {
    const [role] = await db.asOwner(`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin,
        (select count(*)::int from pg_class c where c.relowner = r.oid) as classes,
        (select count(*)::int from pg_proc p where p.proowner = r.oid) as functions,
        (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships
      from pg_roles r where rolname = 'partneros_app'`);
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolcanlogin: false,
      classes: 0,
      functions: 0,
      memberships: 0,
    });
  });

  it('give maintenance a role that nobody can log in with', async () => {
    const [role] = await db.asOwner(
      `select rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname = 'partneros_maint'`,
    );
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcanlogin: false });
  });

  it('make the program run as its role', async () => {
    const rows = await db.database.lookUp({
      name: 'who',
      text: 'select current_user as who',
      values: [],
    });
    expect(rows).toEqual([{ who: 'partneros_app' }]);
  });

  it('keep each SECURITY DEFINER function with maintenance, a fixed search_path and one caller', async () => {
    const rows = await db.asOwner(`
      select p.proname as name, pg_get_userbyid(p.proowner) as owner, p.proconfig::text as settings,
        has_function_privilege('partneros_app', p.oid, 'execute') as app,
        exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
          where a.grantee = 0) as everybody
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')
      order by 1`);
    expect(rows.length).toBeGreaterThan(4);
    for (const row of rows) {
      expect(row, String(row.name)).toEqual({
        name: row.name,
        owner: 'partneros_maint',
        settings: '{"search_path=pg_catalog, public"}',
        app: true,
        everybody: false,
      });
    }
  });

  it('keep the queue apart: its schema is known, without an organization, and holds ids only', async () => {
    const rows = await db.asOwner(
      `select distinct n.nspname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(['pgboss', 'public']);
  });
});
