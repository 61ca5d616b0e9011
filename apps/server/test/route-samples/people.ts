import { addContact } from '../../src/features/contacts/index.ts';
import { addMember, createOrganization, ensureUser } from '../../src/features/identity/index.ts';
import { addPartner } from '../../src/features/partners/index.ts';
import { systemScope } from '../../src/kernel/db/scope.ts';
import type { Client } from '../client.ts';
import type { TestApp } from '../harness.ts';
import { testPassword } from '../secrets.ts';
import type { SampleArea, SampleIds } from './sample.ts';

let prepared = 0;
const ifFirst = { 'if-match': '"1"' };
const oneInvitation = ({ invitationId = '' }: SampleIds) => ({
  params: { invitationId },
  status: 200,
});

/** A member with the role, of whom nothing else is known. @returns the membership's id */
async function aMember(
  t: TestApp,
  owner: Client,
  organizationId: string,
  role: 'viewer' | 'owner',
) {
  const email = `sample-${role}-${prepared}-${Math.random().toString(36).slice(2)}@people.example`;
  const person = { name: 'Sam Sample', email, password: testPassword };
  const userId = await ensureUser(t.app.database, t.app.identity.auth, person);
  await addMember(t.app.database, organizationId, { userId, role });
  const { body } = await owner.get(`/api/members?q=${encodeURIComponent(email)}`);
  return String(body.members[0]?.id);
}

/** An organization of the owner's beside the active one, with another Owner in it. */
async function anotherOrganization(t: TestApp, ownerId: string) {
  const slug = `spare-${prepared}-${Math.random().toString(36).slice(2)}`;
  const { database, identity } = t.app;
  const id = await createOrganization(database, { name: 'Spare Organization', slug });
  const second = { name: 'Second Owner', email: `owner@${slug}.example`, password: testPassword };
  await addMember(database, id, { userId: ownerId, role: 'owner' });
  const userId = await ensureUser(database, identity.auth, second);
  await addMember(database, id, { userId, role: 'owner' });
  return id;
}

async function contacts(t: TestApp, organizationId: string) {
  const unique = Math.random().toString(36).slice(2);
  return t.app.database.withOrganization(systemScope(organizationId, 'samples'), async (tx) => {
    const partnerId = await addPartner(tx, { name: 'Sample Partner', domain: null });
    const person = { partnerId, firstName: 'Carla', lastName: 'Contact', isPrimary: false };
    const contactId = await addContact(tx, { ...person, email: `one-${unique}@people.example` });
    const linkedId = await addContact(tx, { ...person, email: `two-${unique}@people.example` });
    return { contactId, linkedId };
  });
}

async function post(owner: Client, path: string, body: unknown) {
  const answer = await owner.post(path, body);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
  return answer.body;
}

export const peopleSamples: SampleArea = {
  async prepare(t, owner) {
    prepared += 1;
    const { session } = (await owner.get('/api/auth/session')).body;
    const organizationId: string = session.organization.id;
    const invite = async (name: string) => {
      const email = `${name}-${prepared}@invited.example`;
      const made = await post(owner, '/api/invitations', { email, role: 'viewer' });
      return String(made.invitation.id);
    };
    const role = async (name: string) => {
      const made = await post(owner, '/api/roles', { name, grants: ['mapping.read'] });
      return String(made.role.id);
    };
    const { contactId, linkedId } = await contacts(t, organizationId);
    const link = await post(owner, '/api/portal-users', { contactId: linkedId });
    return {
      memberId: await aMember(t, owner, organizationId, 'viewer'),
      spareMemberId: await aMember(t, owner, organizationId, 'viewer'),
      leftOrganizationId: await anotherOrganization(t, session.user.id),
      spareOrganizationId: await anotherOrganization(t, session.user.id),
      invitationId: await invite('sample'),
      spareInvitationId: await invite('spare'),
      roleId: await role(`Sample role ${prepared}`),
      spareRoleId: await role(`Spare role ${prepared}`),
      contactId,
      linkId: String(link.portalUser.id),
    };
  },
  samples: {
    getOrganization: () => ({ status: 200 }),
    updateOrganization: () => ({
      headers: ifFirst,
      body: { industry: 'Software', logoUrl: 'https://logos.example/northwind.png' },
      status: 200,
    }),
    createOrganization: () => ({
      body: { name: 'Third Organization', slug: 'third-organization' },
      status: 200,
    }),
    deleteOrganization: ({ spareOrganizationId = '' }) => ({
      params: { organizationId: spareOrganizationId },
      status: 200,
    }),
    getSecurity: () => ({ status: 200 }),
    updateSecurity: () => ({
      headers: { 'if-match': '"2"' },
      body: { ssoRequired: false },
      status: 200,
    }),
    listMembers: () => ({ query: { limit: '5', q: 'demo', role: 'owner' }, status: 200 }),
    changeMember: ({ memberId = '' }) => ({
      params: { memberId },
      headers: ifFirst,
      body: { role: 'member', roleId: null },
      status: 200,
    }),
    removeMember: ({ spareMemberId = '' }) => ({
      params: { memberId: spareMemberId },
      status: 200,
    }),
    leaveOrganization: ({ leftOrganizationId = '' }) => ({
      params: { organizationId: leftOrganizationId },
      status: 200,
    }),
    listInvitations: () => ({ query: { limit: '5', state: 'pending' }, status: 200 }),
    createInvitation: () => ({
      body: { email: 'newcomer@invited.example', role: 'member', roleId: null },
      status: 200,
    }),
    resendInvitation: oneInvitation,
    revokeInvitation: ({ spareInvitationId = '' }) => ({
      params: { invitationId: spareInvitationId },
      status: 200,
    }),
    // Tokens are in mails alone: a good sample is one that counts for nothing.
    lookUpInvitation: () => ({ body: { token: 'nobody-was-ever-sent-this-one' }, status: 404 }),
    acceptInvitation: () => ({ body: { token: 'nobody-was-ever-sent-this-one' }, status: 404 }),
    acceptInvitationAsNew: () => ({
      body: {
        token: 'nobody-was-ever-sent-this-one',
        name: 'Nora Newcomer',
        password: testPassword,
      },
      status: 404,
    }),
    listPermissions: () => ({ status: 200 }),
    listRoles: () => ({ query: { limit: '5' }, status: 200 }),
    createRole: () => ({
      body: { name: 'Auditor', description: 'Reads the log.', grants: ['audit.read'] },
      status: 200,
    }),
    getRole: ({ roleId = '' }) => ({ params: { roleId }, status: 200 }),
    updateRole: ({ roleId = '' }) => ({
      params: { roleId },
      headers: ifFirst,
      body: { grants: ['mapping.read', 'partner.read:own'] },
      status: 200,
    }),
    deleteRole: ({ spareRoleId = '' }) => ({ params: { roleId: spareRoleId }, status: 200 }),
    listPortalUsers: () => ({ query: { limit: '5', q: 'Carla' }, status: 200 }),
    invitePortalUser: ({ contactId = '' }) => ({ body: { contactId }, status: 200 }),
    revokePortalUser: ({ linkId = '' }) => ({ params: { linkId }, status: 200 }),
  },
};
