/**
 * Invitations and portal links in every order with accounts and organizations: rights come from
 * acceptance by whoever proved the address, and from nothing else (spec 09, Identities).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { type AddedOrganization, addOrganization } from './organizations.ts';
import {
  activeOrganization,
  addContactOf,
  addMemberOf,
  addPerson,
  invite,
  newAddress,
  noRights,
  rightsOf,
  tokenTo,
} from './people.ts';
import { testPassword } from './secrets.ts';

let t: TestApp;
let owner: Client;
let ours: string;
let other: AddedOrganization;
let otherOwner: Client;

beforeAll(async () => {
  t = await startTestApp();
  owner = await t.signIn('owner');
  ours = await activeOrganization(owner);
  other = await addOrganization(t);
  otherOwner = await other.signIn();
});
afterAll(() => t.close());

const accept = (client: Client, token: string) =>
  client.post('/api/auth/invitations/accept', { token });
const lookUp = (token: string) => t.signedOut().post('/api/auth/invitations/look-up', { token });
const acceptNew = (client: Client, token: string, password = testPassword) =>
  client.post('/api/auth/invitations/accept-new', { token, name: 'Nora Newcomer', password });
const signIn = (email: string, password: string) =>
  t.signedOut().post('/api/auth/sign-in/email', { email, password });
const inviteToPortal = (client: Client, contactId: string) =>
  client.post('/api/portal-users', { contactId });
const membershipsOf = (email: string) =>
  t.db.asOwner(
    `select m.organization_id, m.role from members m join users u on u.id = m.user_id where u.email = $1`,
    [email],
  );

/** A user whose address was never proven, as somebody who is not its holder could have made one. */
async function squat(email: string): Promise<{ password: string; cookie: Client }> {
  const squatter = await addPerson(t, email);
  const cookie = await squatter.signIn();
  await t.db.asOwner('update users set email_verified = false, name = $2 where email = $1', [
    email,
    'Somebody else',
  ]);
  return { password: testPassword, cookie };
}

describe('an invitation before there is an account', () => {
  it('gives its role in its organization and nothing in another', async () => {
    const email = newAddress();
    const { token } = await invite(t, owner, email);
    expect((await lookUp(token)).body.invitation).toEqual({
      organizationName: 'Northwind Cloud',
      email,
      role: 'member',
      roleName: 'Member',
      needsAccount: true,
    });
    expect(await t.db.asOwner('select 1 from users where email = $1', [email])).toEqual([]);
    const client = t.signedOut();
    const answer = await acceptNew(client, token);
    expect(answer.body).toMatchObject({ user: { email }, organization: { id: ours } });
    expect(answer.text).not.toContain(token);
    const rights = await rightsOf(client);
    expect(rights).toMatchObject({ active: ours, role: 'member', organizations: [ours] });
    expect((await acceptNew(t.signedOut(), token)).status).toBe(404);
  });

  it('takes everything from whoever made an account for the address without proving it', async () => {
    const email = newAddress();
    const squatter = await squat(email);
    const { token } = await invite(t, owner, email);
    expect((await accept(squatter.cookie, token)).status).toBe(403);
    expect(await rightsOf(squatter.cookie)).toEqual(noRights);
    const client = t.signedOut();
    expect((await acceptNew(client, token, 'a password of the holder')).status).toBe(200);
    expect((await squatter.cookie.get('/api/auth/session')).status).toBe(401);
    expect((await signIn(email, squatter.password)).status).toBe(401);
    expect((await signIn(email, 'a password of the holder')).status).toBe(200);
    expect((await rightsOf(client)).role).toBe('member');
  });
});

describe('an invitation to somebody with an account', () => {
  it('changes nothing until it is accepted from a session with that address', async () => {
    const person = await addPerson(t);
    const client = await person.signIn();
    const { token } = await invite(t, owner, person.email, { role: 'admin' });
    expect(await rightsOf(client)).toEqual(noRights);
    expect((await lookUp(token)).body.invitation.needsAccount).toBe(false);
    const asNew = await acceptNew(t.signedOut(), token, 'another password');
    expect(asNew.body.code).toBe('duplicate');
    expect((await signIn(person.email, 'another password')).status).toBe(401);
    expect(await rightsOf(client)).toEqual(noRights);
    expect((await accept(client, token)).body).toMatchObject({ organization: { id: ours } });
    expect((await rightsOf(client)).organizations).toEqual([ours]);
    expect(await membershipsOf(person.email)).toEqual([{ organization_id: ours, role: 'admin' }]);
  });

  it('of another organization leaves the active one what it is', async () => {
    const member = await addMemberOf(t, other.id, 'viewer');
    const client = await member.signIn();
    const { token } = await invite(t, owner, member.email, { role: 'admin' });
    const before = await rightsOf(client);
    expect((await accept(client, token)).status).toBe(200);
    expect(await rightsOf(client)).toEqual({ ...before, organizations: [ours, other.id].sort() });
  });

  it('of their own organization is refused as a duplicate, for every way to write the address', async () => {
    const member = await addMemberOf(t, ours, 'viewer');
    for (const email of [member.email, member.email.toUpperCase()]) {
      const answer = await owner.post('/api/invitations', { email, role: 'admin' });
      expect(answer.body.code).toBe('duplicate');
    }
  });
});

describe('an invitation in the hands of another address', () => {
  it.each(['same', 'other'])(
    'of the %s organization gives nothing and stays good',
    async (which) => {
      const email = newAddress();
      const thief = await addMemberOf(t, which === 'same' ? ours : other.id, 'viewer');
      const client = await thief.signIn();
      const { token } = await invite(t, owner, email, { role: 'admin' });
      const before = await rightsOf(client);
      const answer = await accept(client, token);
      expect(answer.body.code).toBe('forbidden');
      expect(await rightsOf(client)).toEqual(before);
      expect((await lookUp(token)).status).toBe(200);
    },
  );

  it('gives nothing to a session that single sign-on pinned to another organization than its own', async () => {
    const member = await addMemberOf(t, other.id, 'viewer');
    const client = await member.signIn();
    const { token } = await invite(t, owner, member.email, { role: 'admin' });
    await t.db.asOwner('update sessions set pinned_organization_id = $1 where user_id = $2', [
      other.id,
      member.userId,
    ]);
    expect((await accept(client, token)).body.code).toBe('forbidden');
    expect((await membershipsOf(member.email)).length).toBe(1);
    await t.db.asOwner('update sessions set pinned_organization_id = $1 where user_id = $2', [
      ours,
      member.userId,
    ]);
    expect((await accept(client, token)).status).toBe(200);
  });
});

describe('a portal link', () => {
  it('for a member of the same organization is refused, and the other way round', async () => {
    const member = await addMemberOf(t, ours, 'viewer');
    const { contactId } = await addContactOf(t, ours, member.email);
    expect((await inviteToPortal(owner, contactId)).body.code).toBe('duplicate');
    const asMember = await owner.post('/api/invitations', {
      email: 'portal@demo.example',
      role: 'viewer',
    });
    expect(asMember.body.code).toBe('duplicate');
  });

  it('that waits is dead once its person is a member of the organization', async () => {
    const person = await addPerson(t);
    const { contactId } = await addContactOf(t, ours, person.email);
    const { token: asMember } = await invite(t, owner, person.email, { role: 'viewer' });
    expect((await inviteToPortal(owner, contactId)).status).toBe(200);
    const asPartner = await tokenTo(t, person.email, 1);
    const client = await person.signIn();
    expect((await accept(client, asMember)).status).toBe(200);
    expect((await accept(client, asPartner)).body.code).toBe('duplicate');
    const links = await t.db.asOwner('select state from portal_links where user_id = $1', [
      person.userId,
    ]);
    expect(links).toEqual([{ state: 'invited' }]);
  });

  it('for a member of another organization never becomes the active one by itself', async () => {
    const member = await addMemberOf(t, other.id, 'admin');
    const client = await member.signIn();
    const before = await rightsOf(client);
    const { contactId } = await addContactOf(t, ours, member.email);
    expect((await inviteToPortal(owner, contactId)).body.portalUser.state).toBe('invited');
    const token = await tokenTo(t, member.email);
    expect(await rightsOf(client)).toEqual(before);
    expect((await accept(client, token)).status).toBe(200);
    expect(await rightsOf(client)).toEqual({ ...before, organizations: [ours, other.id].sort() });
    const again = await member.signIn();
    expect((await rightsOf(again)).active).toBe(other.id);
    await client.post('/api/auth/organization/set-active', { organizationId: ours });
    expect((await rightsOf(client)).role).toBe('partner');
    expect((await client.get('/api/members')).status).toBe(403);
  });

  it('is for its contact’s address alone, as that is when it is accepted', async () => {
    const person = await addPerson(t);
    const { contactId } = await addContactOf(t, ours, person.email);
    await inviteToPortal(owner, contactId);
    const token = await tokenTo(t, person.email);
    const thief = await (await addPerson(t)).signIn();
    expect((await accept(thief, token)).body.code).toBe('forbidden');
    expect(await rightsOf(thief)).toEqual(noRights);
    const client = await person.signIn();
    await t.db.asOwner('update contacts set email = $2 where id = $1', [contactId, newAddress()]);
    expect((await accept(client, token)).body.code).toBe('forbidden');
    expect(await rightsOf(client)).toEqual(noRights);
  });

  it('makes an account without credentials, which the link alone gives a password', async () => {
    const { contactId, email } = await addContactOf(t, ours);
    expect((await inviteToPortal(owner, contactId)).status).toBe(200);
    const rows = await t.db.asOwner(
      `select u.email_verified, a.id as account from users u left join accounts a on a.user_id = u.id where u.email = $1`,
      [email],
    );
    expect(rows).toEqual([{ email_verified: false, account: null }]);
    const client = t.signedOut();
    expect((await acceptNew(client, await tokenTo(t, email))).status).toBe(200);
    expect(await rightsOf(client)).toMatchObject({ active: ours, role: 'partner' });
  });
});

describe('an invitation that was taken back', () => {
  it('is dead, and the one sent anew counts alone', async () => {
    const person = await addPerson(t);
    const client = await person.signIn();
    const first = await invite(t, owner, person.email);
    expect((await owner.delete(`/api/invitations/${first.id}`)).status).toBe(200);
    expect((await accept(client, first.token)).status).toBe(404);
    const second = await invite(t, owner, person.email);
    const resent = await owner.post(`/api/invitations/${second.id}/resend`);
    expect(resent.status).toBe(200);
    const third = await tokenTo(t, person.email, 2);
    expect((await accept(client, second.token)).status).toBe(404);
    expect(await rightsOf(client)).toEqual(noRights);
    expect((await accept(client, third)).status).toBe(200);
  });

  it('is dead when whoever sent it lost the right to, by role or by leaving', async () => {
    const admin = await addMemberOf(t, ours, 'admin');
    const inviter = await admin.signIn();
    const person = await addPerson(t);
    const client = await person.signIn();
    const { token } = await invite(t, inviter, person.email, { role: 'admin' });
    await t.db.asOwner(`update members set role = 'viewer' where id = $1`, [admin.memberId]);
    expect((await accept(client, token)).status).toBe(404);
    await owner.delete(`/api/members/${admin.memberId}`);
    expect((await accept(client, token)).status).toBe(404);
    expect(await rightsOf(client)).toEqual(noRights);
  });

  it('is dead when its time is over, and when its organization is deleted', async () => {
    const person = await addPerson(t);
    const client = await person.signIn();
    const { id, token } = await invite(t, owner, person.email);
    await t.db.asOwner(
      `update invitations set expires_at = now() - interval '1 second' where id = $1`,
      [id],
    );
    expect((await accept(client, token)).status).toBe(404);

    const closing = await addOrganization(t);
    const { token: ofClosing } = await invite(t, await closing.signIn(), person.email);
    await t.db.asOwner('update organizations set deleted_at = now() where id = $1', [closing.id]);
    expect((await accept(client, ofClosing)).status).toBe(404);
    expect(await rightsOf(client)).toEqual(noRights);
  });

  it('to the portal is dead, and its session is out at once', async () => {
    const { contactId, email } = await addContactOf(t, ours);
    const { body } = await inviteToPortal(owner, contactId);
    const token = await tokenTo(t, email);
    const path = `/api/portal-users/${body.portalUser.id}/revoke`;
    expect((await owner.post(path)).status).toBe(200);
    expect((await acceptNew(t.signedOut(), token)).status).toBe(404);
    await inviteToPortal(owner, contactId);
    const client = t.signedOut();
    expect((await acceptNew(client, await tokenTo(t, email, 1))).status).toBe(200);
    expect((await owner.post(path)).status).toBe(200);
    expect(await rightsOf(client)).toEqual(noRights);
  });
});

describe('accepting twice at once', () => {
  it('gives one membership', async () => {
    const person = await addPerson(t);
    const clients = [await person.signIn(), await person.signIn()];
    const { token } = await invite(t, owner, person.email);
    const answers = await Promise.all(clients.map((client) => accept(client, token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await membershipsOf(person.email)).toEqual([{ organization_id: ours, role: 'member' }]);
  });

  it('as somebody new gives one account, with the password of the one that counts', async () => {
    const email = newAddress();
    const { token } = await invite(t, owner, email);
    const passwords = ['the first password', 'the second password'];
    const answers = await Promise.all(
      passwords.map((password) => acceptNew(t.signedOut(), token, password)),
    );
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    expect((await membershipsOf(email)).length).toBe(1);
    for (const [index, password] of passwords.entries()) {
      const expected = answers[index]?.status === 200 ? 200 : 401;
      expect((await signIn(email, password)).status).toBe(expected);
    }
  });

  it('as member and as portal user of one organization gives one of both', async () => {
    const person = await addPerson(t);
    const { contactId } = await addContactOf(t, ours, person.email);
    const { token: asMember } = await invite(t, owner, person.email);
    await inviteToPortal(owner, contactId);
    const asPartner = await tokenTo(t, person.email, 1);
    const client = await person.signIn();
    const answers = await Promise.all([accept(client, asMember), accept(client, asPartner)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('of two organizations gives both', async () => {
    const person = await addPerson(t);
    const tokens = [
      (await invite(t, owner, person.email)).token,
      (await invite(t, otherOwner, person.email)).token,
    ];
    const client = await person.signIn();
    const answers = await Promise.all(tokens.map((token) => accept(client, token)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await rightsOf(client)).organizations).toEqual([ours, other.id].sort());
  });
});
