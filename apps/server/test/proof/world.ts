/**
 * The stage of the matrix: our organization with two partners, another organization with the same
 * things in it, and a third that nobody signs in to, with a row in every table. Whatever belongs to
 * the others is a canary: it may show in no answer.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { addContact } from '../../src/features/contacts/index.ts';
import { addPortalUser, ensureUser } from '../../src/features/identity/index.ts';
import { addPartner } from '../../src/features/partners/index.ts';
import { systemScope } from '../../src/kernel/db/scope.ts';
import { isTenant, plantRows, readTables, type Table } from '../catalogue.ts';
import { startTestApp, type TestApp } from '../harness.ts';
import { type AddedOrganization, addOrganization } from '../organizations.ts';
import { prepareSamples } from '../route-samples/index.ts';
import type { SampleIds } from '../route-samples/sample.ts';
import { testPassword } from '../secrets.ts';

export const portalAddresses = { first: 'portal@demo.example', second: 'portal@canary.example' };

/** Names that stand nowhere else, by whom they may be seen. */
export const otherName = 'canary-other-organization';
export const secondPartnerNames = {
  partner: 'canary-second-partner',
  first: 'canary-first-name',
  last: 'canary-last-name',
  user: 'canary-second-person',
};

export interface World {
  t: TestApp;
  tables: readonly Table[];
  ours: { organizationId: string; ids: SampleIds };
  theirs: AddedOrganization & { ids: SampleIds };
  /** The organization without people: a row in each table, found by the table's name. */
  planted: { organizationId: string; rows: ReadonlyMap<string, Record<string, unknown>> };
  /** Our two partners, each with a portal user. */
  partners: { first: string; second: string };
}

export async function buildWorld(): Promise<World> {
  const t = await startTestApp();
  const owner = await t.signIn('owner');
  const { body } = await owner.get('/api/auth/session');
  const organizationId = String(body.session.organization.id);
  const second = await addSecondPartner(t, organizationId);
  const others = await addOrganization(t, otherName);
  const ids = await prepareSamples(t, owner);
  const foreignIds = await prepareSamples(t, await others.signIn());
  const tables = await readTables(t.db.asOwner);
  const rows = await plantRows(t.db.asOwner, tables);
  await untilQuiet(t);
  const [first] = await t.db.asOwner(
    'select id from partners where organization_id = $1 and id <> $2 order by created_at limit 1',
    [organizationId, second],
  );
  return {
    t,
    tables,
    ours: { organizationId, ids },
    theirs: { ...others, ids: foreignIds },
    planted: { organizationId: String(rows.get('organizations')?.id), rows },
    partners: { first: String(first?.id), second },
  };
}

async function addSecondPartner({ app }: TestApp, organizationId: string): Promise<string> {
  const email = portalAddresses.second;
  const user = { name: secondPartnerNames.user, email, password: testPassword };
  const userId = await ensureUser(app.database, app.identity.auth, user);
  const scope = systemScope(organizationId, 'proof');
  const link = await app.database.withOrganization(scope, async (tx) => {
    const partnerId = await addPartner(tx, {
      name: secondPartnerNames.partner,
      domain: 'canary.example',
    });
    const person = {
      firstName: secondPartnerNames.first,
      lastName: secondPartnerNames.last,
      email,
    };
    return {
      partnerId,
      contactId: await addContact(tx, { ...person, partnerId, isPrimary: true }),
    };
  });
  await addPortalUser(app.database, organizationId, { ...link, userId });
  return link.partnerId;
}

const patienceMilliseconds = 30_000;

/** Until no job is waiting or running: from here on rows change by requests alone. */
export async function untilQuiet({ db }: TestApp): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds;
  let quiet = 0;
  while (quiet < 3 && Date.now() < deadline) {
    const [found] = await db.asOwner(
      `select count(*)::int as jobs from pgboss.job
        where state in ('created', 'active', 'retry') and start_after <= now()`,
    );
    quiet = found?.jobs === 0 ? quiet + 1 : 0;
    await sleep(100);
  }
}

/**
 * Tables that a refused request may write to, because that is how refusals are counted and told.
 * Everything else of every organization must stay as it is.
 */
const writtenByRefusals: Readonly<Record<string, string>> = {
  audit_log: 'Refused acts are written down.',
  audit_heads: 'Where the log ends moves with it.',
};

/** A digest of all rows of an organization, per table. */
export type Digests = Readonly<Record<string, string>>;

export async function digestOf(
  { t, tables }: World,
  organizationId: string,
  whole: boolean,
): Promise<Digests> {
  const parts = tables
    .filter((table) => isTenant(table) && (whole || !(table.name in writtenByRefusals)))
    .map(({ name }) => {
      const key = name === 'organizations' ? 'id' : 'organization_id';
      return digestStatement(name, `x.${key} = $1`);
    });
  const people = `(select m.user_id from members m where m.organization_id = $1
    union select p.user_id from portal_links p where p.organization_id = $1)`;
  parts.push(digestStatement('users', `x.id in ${people}`));
  parts.push(digestStatement('accounts', `x.user_id in ${people}`));
  const rows = await t.db.asOwner(parts.join(' union all '), [organizationId]);
  return Object.fromEntries(rows.map(({ name, digest }) => [String(name), String(digest)]));
}

function digestStatement(table: string, where: string): string {
  return `select '${table}' as name, count(*) || ':' ||
    md5(coalesce(string_agg(md5(x::text), '' order by md5(x::text)), '')) as digest
    from ${table} x where ${where}`;
}

/** Names of tables whose rows differ. */
export function changedTables(before: Digests, after: Digests): string[] {
  return Object.keys(before).filter((name) => before[name] !== after[name]);
}
