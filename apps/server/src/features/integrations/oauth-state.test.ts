/** The way back from the consent page: who may walk it, once, and how every other try ends. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '../../../test/client.ts';
import { authorize, comeBack, connect, consent } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';
import { signInElsewhere, until } from '../../../test/integrations.ts';
import { addMember, createOrganization } from '../identity/index.ts';

const t = await startTestApp({ environment: { ROLE: 'web' } });
afterAll(() => t.close());
const account = 'partners';
const org = t.crms.salesforce.org(account);

async function consented(client = owner, decision: 'allow' | 'deny' = 'allow'): Promise<URL> {
  return consent(await authorize(client, 'salesforce'), { account, decision });
}

async function connections(): Promise<number> {
  const [row] = await t.db.asOwner('select count(*)::int as count from connections');
  return Number(row?.['count']);
}

async function setRole(email: string, role: string): Promise<void> {
  await t.db.asOwner(
    'update members set role = $2 where user_id = (select id from users where email = $1)',
    [email, role],
  );
}

let owner = await t.signIn('owner');
beforeEach(async () => {
  await t.db.asOwner('delete from connections');
  t.crms.requests.clear();
  t.crms.faults.clear();
  owner = await t.signIn('owner');
});

/** The code was not exchanged, nothing is stored, and no grant lives at the CRM. */
async function expectNothing(): Promise<void> {
  expect(t.crms.requests.count({ call: 'token' })).toBe(0);
  expect(await connections()).toBe(0);
}

describe('the callback refuses', () => {
  it('another person of the same organization', async () => {
    const back = await consented();
    const admin = await t.signIn('admin');
    expect((await comeBack(admin, back)).outcome).toBe('other_session');
    await expectNothing();
  });

  it('a person of another organization', async () => {
    const back = await consented();
    const stranger = await signInElsewhere(t);
    expect((await comeBack(stranger, back)).outcome).toBe('other_session');
    await expectNothing();
  });

  it('another session of the same person', async () => {
    const back = await consented();
    expect((await comeBack(await t.signIn('owner'), back)).outcome).toBe('other_session');
    await expectNothing();
  });

  it('a browser without a session, and one whose session has ended', async () => {
    expect((await comeBack(t.signedOut(), await consented())).outcome).toBe('not_signed_in');
    const back = await consented();
    const cookie = owner.cookie;
    await owner.post('/api/auth/sign-out');
    expect((await comeBack(createClient(t.url, cookie), back)).outcome).toBe('not_signed_in');
    await expectNothing();
  });

  it('a person whose role no longer allows it', async () => {
    const admin = await t.signIn('admin');
    const back = await consented(admin);
    await setRole('admin@demo.example', 'viewer');
    try {
      expect((await comeBack(admin, back)).outcome).toBe('forbidden');
      await expectNothing();
    } finally {
      await setRole('admin@demo.example', 'admin');
    }
  });

  it('a person whose role is taken away while the code is exchanged, and gives the tokens back', async () => {
    const admin = await t.signIn('admin');
    const back = await consented(admin);
    t.crms.faults.add({ match: { call: 'token' }, then: { kind: 'slow', milliseconds: 300 } });
    const living = org.livingGrants();
    const end = comeBack(admin, back);
    try {
      await until('the exchange is under way', () => t.crms.requests.count({ call: 'token' }) > 0);
      await setRole('admin@demo.example', 'member');
      expect((await end).outcome).toBe('forbidden');
      expect(await connections()).toBe(0);
      expect(org.livingGrants()).toBe(living);
      expect(t.crms.requests.count({ call: 'revoke', status: 200 })).toBe(1);
    } finally {
      await setRole('admin@demo.example', 'admin');
    }
  });

  it('a member who has left the organization', async () => {
    const admin = await t.signIn('admin');
    const back = await consented(admin);
    const rows = await t.db.asOwner(
      `delete from members where user_id = (select id from users where email = 'admin@demo.example')
       returning *`,
    );
    try {
      expect((await comeBack(admin, back)).outcome).toBe('forbidden');
      await expectNothing();
    } finally {
      await t.db.asOwner(
        `insert into members (id, organization_id, user_id, role) values ($1, $2, $3, 'admin')`,
        ['id', 'organization_id', 'user_id'].map((name) => rows[0]?.[name]),
      );
    }
  });

  it('a state that was used', async () => {
    const back = await consented();
    expect((await comeBack(owner, back)).outcome).toBe('connected');
    t.crms.requests.clear();
    expect((await comeBack(owner, back)).outcome).toBe('state_invalid');
    expect(t.crms.requests.count()).toBe(0);
    expect(await connections()).toBe(1);
  });

  it('a state that somebody else has tried: it is used up', async () => {
    const back = await consented();
    await comeBack(await t.signIn('admin'), back);
    expect((await comeBack(owner, back)).outcome).toBe('state_invalid');
    await expectNothing();
  });

  it('all but one of two callbacks that come at once', async () => {
    const back = await consented();
    const ends = await Promise.all([comeBack(owner, back), comeBack(owner, back)]);
    expect(ends.map(({ outcome }) => outcome).sort()).toEqual(['connected', 'state_invalid']);
    expect(t.crms.requests.count({ call: 'token' })).toBe(1);
    expect(await connections()).toBe(1);
  });

  it('a state of the other platform', async () => {
    const back = await consented();
    back.pathname = '/api/integrations/hubspot/callback';
    expect((await comeBack(owner, back)).outcome).toBe('state_invalid');
    await expectNothing();
  });

  it('a state that is older than ten minutes', async () => {
    const back = await consented();
    const [row] = await t.db.asOwner(
      'select extract(epoch from expires_at - created_at)::int as seconds from oauth_states',
    );
    expect(row?.['seconds']).toBe(600);
    await t.db.asOwner(`update oauth_states set expires_at = now() - interval '1 second'`);
    expect((await comeBack(owner, back)).outcome).toBe('state_expired');
    await expectNothing();
  });

  it.each([
    ['edited', (url: URL) => url.searchParams.set('state', `${url.searchParams.get('state')}x`)],
    ['empty', (url: URL) => url.searchParams.set('state', '')],
    ['missing', (url: URL) => url.searchParams.delete('state')],
    ['of another make', (url: URL) => url.searchParams.set('state', "%00';--\u{1f600}")],
    ['endless', (url: URL) => url.searchParams.set('state', 'x'.repeat(6000))],
  ])('a state that is %s', async (_what, edit) => {
    const back = await consented();
    edit(back);
    expect((await comeBack(owner, back)).outcome).toBe('state_invalid');
    await expectNothing();
  });
});

describe('the callback tells', () => {
  it.each(['access_denied', 'access-denied'])('a person who said no (%s)', async (error) => {
    const back = await consented(owner, 'deny');
    expect(back.searchParams.get('code')).toBeNull();
    back.searchParams.set('error', error);
    expect((await comeBack(owner, back)).outcome).toBe('denied');
    await expectNothing();
  });

  it('another error of the CRM, and an answer without a code', async () => {
    const failed = await consented(owner, 'deny');
    failed.searchParams.set('error', 'server_error');
    expect((await comeBack(owner, failed)).outcome).toBe('exchange_failed');
    const bare = await consented();
    bare.searchParams.delete('code');
    expect((await comeBack(owner, bare)).outcome).toBe('exchange_failed');
    await expectNothing();
  });

  it('a code that the CRM does not know, one too long to be one, and one of another account’s connect', async () => {
    for (const code of ['made-up', 'x'.repeat(6000)]) {
      const back = await consented();
      back.searchParams.set('code', code);
      expect((await comeBack(owner, back)).outcome).toBe('exchange_failed');
    }
    const [mine, other] = [await consented(), await consented()];
    mine.searchParams.set('code', other.searchParams.get('code') ?? '');
    // The challenge of the other connect does not fit this one's verifier.
    expect((await comeBack(owner, mine)).outcome).toBe('exchange_failed');
    expect(await connections()).toBe(0);
  });

  it('always by a redirect to Settings, with nothing of state or code in it', async () => {
    const back = await consented();
    const answer = await owner.get(`${back.pathname}${back.search}`);
    expect(answer.status).toBe(302);
    const target = new URL(answer.headers.get('location') ?? '');
    expect(`${target.origin}${target.pathname}`).toBe(`${t.url}/settings/integrations`);
    expect([...target.searchParams.keys()].sort()).toEqual(['connection', 'outcome', 'platform']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('after a switch of the active organization', () => {
  it('the connection belongs to the organization that it was begun for', async () => {
    const elsewhere = await createOrganization(t.app.database, { name: 'Zweite', slug: 'zweite' });
    const [user] = await t.db.asOwner(`select id from users where email = 'owner@demo.example'`);
    const userId = String(user?.['id']);
    await addMember(t.app.database, elsewhere, { userId, role: 'owner' });
    const home = (await owner.get('/api/auth/session')).body.session.organization.id;
    const back = await consented();
    const switched = await owner.post('/api/auth/organization/set-active', {
      organizationId: elsewhere,
    });
    expect(switched.status).toBe(200);
    expect((await comeBack(owner, back)).outcome).toBe('connected');
    expect((await owner.get('/api/integrations')).body.connections).toEqual([]);
    await owner.post('/api/auth/organization/set-active', { organizationId: home });
    expect((await owner.get('/api/integrations')).body.connections).toHaveLength(1);
  });
});

describe('old states', () => {
  it('are cleared away a day later by the next connect', async () => {
    await authorize(owner, 'hubspot');
    await t.db.asOwner(`update oauth_states set expires_at = now() - interval '2 days'`);
    await connect(owner, 'salesforce', account);
    expect(await t.db.asOwner('select id from oauth_states')).toEqual([]);
  });
});
