/** How organizations and their people come to be. Used by the command line and the demo. */
import type { Database } from '../../kernel/db/database.ts';
import { systemScope } from '../../kernel/db/scope.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { newId } from '../../kernel/ids.ts';
import { recordAudit } from '../audit/index.ts';
import type { AuthLibrary } from './auth-library.ts';
import {
  findUserByEmail,
  hasPortalLink,
  insertMember,
  insertOrganization,
  insertPortalLink,
  isMember,
  lockPeople,
} from './store.ts';

export type MemberRole = 'owner' | 'admin' | 'member' | 'viewer';

export interface NewUser {
  name: string;
  email: string;
  password: string;
}

/** Makes an organization. @returns its id */
export async function createOrganization(
  database: Database,
  organization: { name: string; slug: string },
): Promise<string> {
  const id = newId();
  await database.withOrganization(systemScope(id, 'create-organization'), async (tx) => {
    await insertOrganization(tx, { id, ...organization });
    await recordAudit(tx, { action: 'organization.created', target: { type: 'organization', id } });
  });
  return id;
}

/** The user of that address, made when there is none. An existing user stays as it is. */
export async function ensureUser(
  database: Database,
  auth: AuthLibrary,
  user: NewUser,
): Promise<string> {
  const existing = await database.withIdentity((tx) => findUserByEmail(tx, user.email));
  return existing?.id ?? auth.createUser(user);
}

/**
 * Makes a user a member.
 * @throws Problem duplicate when the user is a member or portal user of the organization already
 */
export async function addMember(
  database: Database,
  organizationId: string,
  member: { userId: string; role: MemberRole },
): Promise<void> {
  await database.withOrganization(systemScope(organizationId, 'add-member'), async (tx) => {
    await lockPeople(tx);
    if ((await isMember(tx, member.userId)) || (await hasPortalLink(tx, member.userId))) {
      throw new Problem('duplicate', 'This person belongs to the organization already.');
    }
    await insertMember(tx, { id: newId(), ...member });
    await recordAudit(tx, {
      action: 'member.added',
      target: { type: 'user', id: member.userId },
      details: { role: member.role },
    });
  });
}

/** Lets a user into the portal as one contact of one partner. */
export async function addPortalUser(
  database: Database,
  organizationId: string,
  link: { userId: string; partnerId: string; contactId: string },
): Promise<void> {
  await database.withOrganization(systemScope(organizationId, 'add-portal-user'), async (tx) => {
    await lockPeople(tx);
    if (await isMember(tx, link.userId)) {
      throw new Problem('duplicate', 'A member cannot be a portal user of the same organization.');
    }
    await insertPortalLink(tx, { id: newId(), ...link });
    await recordAudit(tx, {
      action: 'portal_user.added',
      target: { type: 'user', id: link.userId },
    });
  });
}
