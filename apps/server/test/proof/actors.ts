/**
 * Everybody who tries: people of each role, portal users of two partners, strangers, and sessions
 * that are worth nothing. A new kind of caller (a role of the organization's own, a service account)
 * is one more entry.
 */
import { ensureUser } from '../../src/features/identity/index.ts';
import { newId } from '../../src/kernel/ids.ts';
import { signInAs } from '../client.ts';
import { testPassword } from '../secrets.ts';
import { holders } from './expected.ts';
import { cookieOf, daysAgo, mintSession, type SessionRow, sessionOf } from './sessions.ts';
import { portalAddresses, type World } from './world.ts';

/** What the caller is, before any permission is asked for. */
export type Standing =
  /** In our organization. */
  | 'inside'
  /** In another organization, with all rights there. */
  | 'elsewhere'
  /** Signed in without an active organization. */
  | 'homeless'
  /** Not signed in, or with credentials that are worth nothing. */
  | 'nobody';

export interface Actor {
  name: string;
  standing: Standing;
  /** Whether the table gives it the permission in its own organization. */
  may(permission: string): boolean;
  /** The letter of its role in the table; empty for what has none. */
  letter: string;
  /** Portal users: their partner. */
  partnerId: string | null;
  /** Whether it proved its identity within 15 minutes. */
  isFresh: boolean;
  /** Headers that carry fresh credentials, good until used for something that ends them. */
  credentials(): Promise<Record<string, string>>;
}

type Changes = Record<string, unknown>;
const none = () => false;

export async function listActors(world: World): Promise<Actor[]> {
  const { theirs, partners } = world;
  const base = { partnerId: null, isFresh: true };
  const role = (name: string, letter: string): Promise<Actor> =>
    person(world, `${name}@demo.example`, { ...base, name, letter, standing: 'inside' });
  const portal = (name: string, email: string, partnerId: string): Promise<Actor> =>
    person(world, email, { ...base, name, letter: 'P', standing: 'inside', partnerId });
  return [
    await role('owner', 'O'),
    await role('admin', 'A'),
    await role('member', 'M'),
    await role('viewer', 'V'),
    await customRole(world),
    await portal('portal of the first partner', portalAddresses.first, partners.first),
    await portal('portal of the second partner', portalAddresses.second, partners.second),
    await person(world, theirs.owner.email, {
      ...base,
      name: 'owner of another organization',
      letter: 'O',
      standing: 'elsewhere',
    }),
    await person(
      world,
      'owner@demo.example',
      {
        ...base,
        name: 'owner without a recent proof',
        letter: 'O',
        standing: 'inside',
        isFresh: false,
      },
      { confirmed_at: daysAgo(0.02) },
    ),
    ...(await homeless(world)),
    ...(await nobodies(world)),
  ];
}

async function person(
  { t }: World,
  email: string,
  actor: Omit<Actor, 'credentials' | 'may'>,
  changes: Changes = {},
): Promise<Actor> {
  const row = await freshSession(t, email);
  return {
    ...actor,
    may: (permission) => holders[permission]?.includes(actor.letter) ?? false,
    credentials: async () => ({
      cookie: await mintSession(t.db, row, { confirmed_at: daysAgo(0), ...changes }),
    }),
  };
}

async function freshSession({ url, db }: World['t'], email: string): Promise<SessionRow> {
  await signInAs(url, email);
  return sessionOf(db, email);
}

/** A role of the organization's own that reads connections and the audit log, and nothing else. */
async function customRole(world: World): Promise<Actor> {
  const { t, ours } = world;
  const grants = ['connection.read', 'audit.read'];
  const roleId = newId();
  const email = 'custom@demo.example';
  const user = { name: 'Custom Role', email, password: testPassword };
  const userId = await ensureUser(t.app.database, t.app.identity.auth, user);
  await t.db.asOwner(
    'insert into roles (id, organization_id, name, grants) values ($1, $2, $3, $4)',
    [roleId, ours.organizationId, 'Proof', grants],
  );
  await t.db.asOwner(
    `insert into members (id, organization_id, user_id, role, role_id)
      values ($1, $2, $3, 'custom', $4)`,
    [newId(), ours.organizationId, userId, roleId],
  );
  const plain = await person(world, email, {
    name: 'role of the organization’s own',
    standing: 'inside',
    letter: '',
    partnerId: null,
    isFresh: true,
  });
  const active = { active_organization_id: ours.organizationId, confirmed_at: daysAgo(0) };
  const row = await sessionOf(t.db, email);
  return {
    ...plain,
    may: (permission) => grants.includes(permission),
    credentials: async () => ({ cookie: await mintSession(t.db, row, active) }),
  };
}

/** Sessions whose active organization is none of theirs. */
async function homeless(world: World): Promise<Actor[]> {
  const { t, theirs, planted } = world;
  const row = await sessionOf(t.db, 'owner@demo.example');
  const cases: [string, Changes][] = [
    ['session without an organization', { active_organization_id: null }],
    ['session that points at another organization', { active_organization_id: theirs.id }],
    ['session that points at no organization', { active_organization_id: newId() }],
    ['session pinned to another organization', { pinned_organization_id: planted.organizationId }],
  ];
  const people = cases.map(([name, changes]) => ({ name, row, changes }));
  const revoked = await revokedPortalUser(world);
  people.push({ name: 'portal user whose link was revoked', ...revoked });
  return people.map((one) => ({
    name: one.name,
    standing: 'homeless',
    may: none,
    letter: '',
    partnerId: null,
    isFresh: true,
    credentials: async () => ({ cookie: await mintSession(t.db, one.row, one.changes) }),
  }));
}

/** Somebody whose way into the portal was taken away, in a session that they still hold. */
async function revokedPortalUser({ t, ours, partners }: World) {
  const email = 'revoked@canary.example';
  const user = { name: 'Rita Revoked', email, password: testPassword };
  const userId = await ensureUser(t.app.database, t.app.identity.auth, user);
  await t.db.asOwner(
    `insert into portal_links (id, organization_id, partner_id, contact_id, user_id, state)
      select $1, p.organization_id, p.partner_id, p.contact_id, $2, 'revoked'
      from portal_links p where p.organization_id = $3 and p.partner_id = $4 limit 1`,
    [newId(), userId, ours.organizationId, partners.second],
  );
  const row = await freshSession(t, email);
  return { row, changes: { active_organization_id: ours.organizationId } };
}

/** Nobody at all, and credentials that look like some. */
async function nobodies({ t, ours }: World): Promise<Actor[]> {
  const owner = await sessionOf(t.db, 'owner@demo.example');
  const portal = await sessionOf(t.db, portalAddresses.first);
  const good = () => mintSession(t.db, owner);
  const ended = new Date(Date.now() - 60_000).toISOString();
  const later = { expires_at: new Date(Date.now() + 3600_000).toISOString() };
  const cases: [string, () => Promise<Record<string, string>>][] = [
    ['signed out', async () => ({})],
    [
      'ended session',
      async () => ({ cookie: await mintSession(t.db, owner, { expires_at: ended }) }),
    ],
    [
      'session of 31 days',
      async () => ({
        cookie: await mintSession(t.db, owner, { ...later, created_at: daysAgo(31) }),
      }),
    ],
    [
      'portal session of 15 days',
      async () => ({
        cookie: await mintSession(t.db, portal, { ...later, created_at: daysAgo(15) }),
      }),
    ],
    ['token that nobody was given', async () => ({ cookie: cookieOf(newId()) })],
    ['cookie with another signature', async () => ({ cookie: spoiled(await good()) })],
    [
      'cookie without a signature',
      async () => ({ cookie: (await good()).replace(/(\.|%2E).*$/i, '') }),
    ],
    ['two cookies of one name', async () => ({ cookie: `${await good()}; ${await good()}` })],
    ['cookie under another name', async () => ({ cookie: `__Host-${await good()}` })],
    ['made-up bearer token', async () => ({ authorization: `Bearer pos_${'a'.repeat(43)}` })],
    [
      'headers that claim to be somebody',
      async () => ({
        'x-user-id': String(owner['user_id']),
        'x-organization-id': ours.organizationId,
      }),
    ],
  ];
  return cases.map(([name, credentials]) => ({
    name,
    standing: 'nobody',
    may: none,
    letter: '',
    partnerId: null,
    isFresh: true,
    credentials,
  }));
}

/** The last letters of the signature exchanged. */
function spoiled(cookie: string): string {
  const at = cookie.indexOf('.') + 3;
  const letter = cookie[at] === 'A' ? 'B' : 'A';
  return `${cookie.slice(0, at)}${letter}${cookie.slice(at + 1)}`;
}
