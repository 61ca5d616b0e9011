/** Portal users: contacts with access, and all the ways in which access ends. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revokePortalAccess } from '../src/features/identity/index.ts';
import { systemScope } from '../src/kernel/db/scope.ts';
import type { Client } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { addOrganization } from './organizations.ts';
import { activeOrganization, addContactOf, noRights, rightsOf, tokenTo } from './people.ts';
import { testPassword } from './secrets.ts';

let t: TestApp;
let owner: Client;
let ours: string;
beforeAll(async () => {
  t = await startTestApp();
  owner = await t.signIn('owner');
  ours = await activeOrganization(owner);
});
afterAll(() => t.close());

const invitePortal = (client: Client, contactId: string) =>
  client.post('/api/portal-users', { contactId });

/** A contact who accepted, with their session. */
async function addPortalUser() {
  const contact = await addContactOf(t, ours);
  const { body } = await invitePortal(owner, contact.contactId);
  const client = t.signedOut();
  const token = await tokenTo(t, contact.email);
  const accepted = { token, name: 'Carla Contact', password: testPassword };
  await client.post('/api/auth/invitations/accept-new', accepted);
  return { ...contact, client, linkId: String(body.portalUser.id) };
}

describe('the list of portal users', () => {
  it('tells contact, partner and state, by filter and search', async () => {
    const { contactId, email } = await addContactOf(t, ours);
    await invitePortal(owner, contactId);
    const { body } = await owner.get(`/api/portal-users?q=${email.toUpperCase()}`);
    expect(body.portalUsers).toEqual([
      {
        id: expect.any(String),
        state: 'invited',
        name: 'Carla Contact',
        email,
        contactId,
        partner: { id: expect.any(String), name: 'Alpine Systems' },
        expiresAt: expect.any(String),
        createdAt: expect.any(String),
      },
    ]);
    const { partner } = body.portalUsers[0];
    const count = async (query: string) =>
      (await owner.get(`/api/portal-users?${query}`)).body.portalUsers.length;
    expect(await count(`partnerId=${partner.id}&state=invited`)).toBe(1);
    expect(await count(`partnerId=${partner.id}&state=active`)).toBe(0);
    expect(await count('q=%25')).toBe(0);
  });

  it('shows an invitation that ran out as expired', async () => {
    const { contactId, email } = await addContactOf(t, ours);
    const { body } = await invitePortal(owner, contactId);
    await t.db.asOwner(
      `update portal_links set expires_at = now() - interval '1 second' where id = $1`,
      [body.portalUser.id],
    );
    const listed = await owner.get(`/api/portal-users?q=${email}`);
    expect(listed.body.portalUsers[0].state).toBe('expired');
  });
});

describe('inviting a contact', () => {
  it('is refused for one of another organization, and for one who has access', async () => {
    const stranger = await addOrganization(t);
    const foreign = await addContactOf(t, stranger.id);
    expect((await invitePortal(owner, foreign.contactId)).status).toBe(404);
    const { contactId } = await addPortalUser();
    expect((await invitePortal(owner, contactId)).body.code).toBe('duplicate');
  });

  it('again sends another link, after which the first is dead', async () => {
    const { contactId, email } = await addContactOf(t, ours);
    await invitePortal(owner, contactId);
    const first = await tokenTo(t, email);
    await invitePortal(owner, contactId);
    const second = await tokenTo(t, email, 1);
    const lookUp = (token: string) =>
      t.signedOut().post('/api/auth/invitations/look-up', { token });
    expect((await lookUp(first)).status).toBe(404);
    expect((await lookUp(second)).body.invitation).toMatchObject({ role: 'partner', email });
  });

  it('says in the mail who invites on whose behalf, and nothing in the log of the token', async () => {
    const { contactId, email } = await addContactOf(t, ours);
    await invitePortal(owner, contactId);
    const { subject, text } = await t.mailTo(email);
    expect(subject).toBe('Northwind Cloud opens its partner portal to you');
    expect(text).toContain('on behalf of Alpine Systems');
    const token = await tokenTo(t, email);
    expect(t.logLines.join('\n')).not.toContain(token);
    const stored = await t.db.asOwner(
      `select l::text as line from (select * from portal_links) l where l.contact_id = $1
        union all select a::text from (select * from audit_log) a`,
      [contactId],
    );
    for (const { line } of stored) expect(line).not.toContain(token);
  });
});

describe('access ends', () => {
  const scope = () => systemScope(ours, 'test');

  it('by hand, at once, and doing it again changes nothing', async () => {
    const { client, linkId } = await addPortalUser();
    expect((await rightsOf(client)).role).toBe('partner');
    for (let time = 0; time < 2; time += 1) {
      const answer = await owner.post(`/api/portal-users/${linkId}/revoke`);
      expect(answer.body).toEqual({ success: true });
    }
    expect(await rightsOf(client)).toEqual(noRights);
    const { body } = await owner.get('/api/audit-log?limit=1');
    expect(body.entries[0].action).toBe('portal_user.revoked');
  });

  it.each(['contact_archived', 'address_changed'] as const)(
    'with the contact: %s',
    async (reason) => {
      const { client, contactId } = await addPortalUser();
      const beside = await addPortalUser();
      const count = await t.app.database.withOrganization(scope(), (tx) =>
        revokePortalAccess(tx, { contactId }, reason, null),
      );
      expect(count).toBe(1);
      expect(await rightsOf(client)).toEqual(noRights);
      expect((await rightsOf(beside.client)).role).toBe('partner');
    },
  );

  it('for everybody at a partner who is archived, invitations included', async () => {
    const { client, partnerId } = await addPortalUser();
    const invited = await addContactOf(t, ours);
    await t.db.asOwner('update contacts set partner_id = $1 where id = $2', [
      partnerId,
      invited.contactId,
    ]);
    await invitePortal(owner, invited.contactId);
    const token = await tokenTo(t, invited.email);
    const count = await t.app.database.withOrganization(scope(), (tx) =>
      revokePortalAccess(tx, { partnerId }, 'partner_archived', null),
    );
    expect(count).toBe(2);
    expect(await rightsOf(client)).toEqual(noRights);
    const lookUp = await t.signedOut().post('/api/auth/invitations/look-up', { token });
    expect(lookUp.status).toBe(404);
  });

  it('in no other organization than the transaction’s', async () => {
    const { client, contactId } = await addPortalUser();
    const other = await addOrganization(t);
    const count = await t.app.database.withOrganization(systemScope(other.id, 'test'), (tx) =>
      revokePortalAccess(tx, { contactId }, 'contact_archived', null),
    );
    expect(count).toBe(0);
    expect((await rightsOf(client)).role).toBe('partner');
  });
});
