/** People for tests of organizations: users, members, invitations, the links in their mails. */
import { addContact } from '../src/features/contacts/index.ts';
import { addMember, type MemberRole } from '../src/features/identity/index.ts';
import { addPartner } from '../src/features/partners/index.ts';
import { systemScope } from '../src/kernel/db/scope.ts';
import { newId } from '../src/kernel/ids.ts';
import { type Client, signInAs } from './client.ts';
import type { TestApp } from './harness.ts';

export interface AddedPerson {
  userId: string;
  email: string;
  signIn(): Promise<Client>;
}

let added = 0;

/** An address that nobody has used. */
export function newAddress(): string {
  added += 1;
  return `person-${added}@people.example`;
}

/**
 * Somebody with a proven address who belongs to no organization. Their password is the one of all
 * tests, as the demo's Owner has it: hashing it anew for each would be most of a test's time.
 */
export async function addPerson(t: TestApp, email = newAddress()): Promise<AddedPerson> {
  const userId = newId();
  await t.db.asOwner(
    'insert into users (id, name, email, email_verified) values ($1, $2, $3, true)',
    [userId, `Person ${email}`, email],
  );
  await t.db.asOwner(
    `insert into accounts (id, account_id, provider_id, user_id, password)
      select $1::uuid, $1::text, 'credential', $1::uuid, a.password from accounts a
      join users u on u.id = a.user_id where u.email = 'owner@demo.example'`,
    [userId],
  );
  return { userId, email, signIn: () => signInAs(t.url, email) };
}

/** A member of the organization, with the id of the membership. */
export async function addMemberOf(
  t: TestApp,
  organizationId: string,
  role: MemberRole,
): Promise<AddedPerson & { memberId: string }> {
  const person = await addPerson(t);
  await addMember(t.app.database, organizationId, { userId: person.userId, role });
  const [row] = await t.db.asOwner(
    'select id from members where organization_id = $1 and user_id = $2',
    [organizationId, person.userId],
  );
  return { ...person, memberId: String(row?.id) };
}

/** A contact of a partner of its own. */
export async function addContactOf(
  t: TestApp,
  organizationId: string,
  email = newAddress(),
): Promise<{ contactId: string; partnerId: string; email: string }> {
  const scope = systemScope(organizationId, 'test');
  return t.app.database.withOrganization(scope, async (tx) => {
    const partnerId = await addPartner(tx, { name: 'Alpine Systems', domain: null });
    const names = { firstName: 'Carla', lastName: 'Contact', isPrimary: false };
    return { partnerId, email, contactId: await addContact(tx, { partnerId, email, ...names }) };
  });
}

/** The token of the link in the newest mail to the address; `past` skips so many older ones. */
export async function tokenTo(t: TestApp, email: string, past = 0): Promise<string> {
  const { text } = await t.mailTo(email, past);
  const token = /accept-invitation\?token=([\w-]{43})/.exec(text)?.[1];
  if (!token) throw new Error(`No invitation in: ${text}`);
  return token;
}

/** Invites the address and reads the token out of its mail. */
export async function invite(
  t: TestApp,
  owner: Client,
  email: string,
  role: { role: string; roleId?: string } = { role: 'member' },
): Promise<{ id: string; token: string }> {
  const past = t.mails.filter(({ to }) => to === email).length;
  const answer = await owner.post('/api/invitations', { email, ...role });
  if (answer.status !== 200) throw new Error(`Not invited: ${answer.text}`);
  return { id: answer.body.invitation.id, token: await tokenTo(t, email, past) };
}

/** What a session may do and where: organization, role, count of permissions, organizations. */
export async function rightsOf(client: Client) {
  const { session } = (await client.get('/api/auth/session')).body;
  return {
    active: session.organization?.id ?? null,
    role: session.role,
    permissions: session.permissions.length,
    organizations: session.organizations.map(({ id }: { id: string }) => id).sort(),
  };
}

export const noRights = { active: null, role: null, permissions: 0, organizations: [] };

export async function activeOrganization(client: Client): Promise<string> {
  const { active } = await rightsOf(client);
  return String(active);
}
