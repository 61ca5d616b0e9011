/**
 * The demo organization: one person per role and a partner with a portal user, made through the
 * program's own use cases. Safe to repeat.
 */
import { addContact } from '../features/contacts/index.ts';
import {
  addMember,
  addPortalUser,
  createOrganization,
  ensureUser,
  findOrganizationBySlug,
  type Identity,
  type MemberRole,
} from '../features/identity/index.ts';
import { addPartner } from '../features/partners/index.ts';
import type { Database } from '../kernel/db/database.ts';
import { systemScope } from '../kernel/db/scope.ts';

const slug = 'northwind-cloud';

const people: readonly { role: MemberRole; name: string; email: string }[] = [
  { role: 'owner', name: 'Olivia Owens', email: 'owner@demo.example' },
  { role: 'admin', name: 'Adam Achterberg', email: 'admin@demo.example' },
  { role: 'member', name: 'Mina Park', email: 'member@demo.example' },
  { role: 'viewer', name: 'Victor Vance', email: 'viewer@demo.example' },
];

const portalPerson = { firstName: 'Petra', lastName: 'Lindqvist', email: 'portal@demo.example' };

/** The addresses that can sign in, in the order of their rights. */
export const demoAddresses: readonly string[] = [
  ...people.map(({ email }) => email),
  portalPerson.email,
];

export async function seedDemo(
  database: Database,
  { auth }: Identity,
  password: string,
): Promise<void> {
  if (await findOrganizationBySlug(database, slug)) return;
  const users: { userId: string; role: MemberRole }[] = [];
  for (const { role, name, email } of people) {
    users.push({ role, userId: await ensureUser(database, auth, { name, email, password }) });
  }
  const { firstName, lastName, email } = portalPerson;
  const portalUser = { name: `${firstName} ${lastName}`, email, password };
  const portalUserId = await ensureUser(database, auth, portalUser);

  const organizationId = await createOrganization(database, { name: 'Northwind Cloud', slug });
  for (const user of users) await addMember(database, organizationId, user);
  const link = await database.withOrganization(
    systemScope(organizationId, 'seed-demo'),
    async (tx) => {
      const partnerId = await addPartner(tx, { name: 'Fjord Systems', domain: 'fjord.example' });
      const contactId = await addContact(tx, { ...portalPerson, partnerId, isPrimary: true });
      return { partnerId, contactId, userId: portalUserId };
    },
  );
  await addPortalUser(database, organizationId, link);
}
