/** How organizations begin and end at the hand of a person. */
import type { Database } from '../../../kernel/db/database.ts';
import { systemScope } from '../../../kernel/db/scope.ts';
import type { Caller } from '../../../kernel/http/caller.ts';
import { notFound, Problem } from '../../../kernel/http/problem.ts';
import { newId } from '../../../kernel/ids.ts';
import { recordAudit } from '../../audit/index.ts';
import { findMemberIdOf } from '../people/store.ts';
import { findPerson, mayActIn, type Person, requireMayActIn } from '../person.ts';
import { findMemberRole, insertMember, lockPeople, releaseSessions } from '../store.ts';
import {
  findOrganization,
  insertOrganizationOnce,
  markDeleted,
  type OrganizationRow,
} from './store.ts';

/** Makes an organization with the caller as its Owner. */
export async function openOrganization(
  database: Database,
  caller: Caller,
  wished: { name: string; slug: string },
  requestId: string,
): Promise<{ id: string; name: string; slug: string }> {
  requireMayActIn(await findPerson(database, caller), null);
  const [id, memberId] = [newId(), newId()];
  const { userId } = caller;
  const actor = { kind: 'member', userId, memberId } as const;
  return database.withOrganization({ organizationId: id, actor }, async (tx) => {
    if (!(await insertOrganizationOnce(tx, wished))) {
      throw new Problem('duplicate', 'This slug is taken: choose another.');
    }
    await insertMember(tx, { id: memberId, userId, role: 'owner' });
    await recordAudit(tx, {
      action: 'organization.created',
      target: { type: 'organization', id },
      requestId,
    });
    return { id, ...wished };
  });
}

/**
 * Marks the organization as deleted and takes every session out of it. The rows stay thirty days.
 * @throws Problem not_found for who does not belong to it, forbidden for who is no Owner
 */
export async function closeOrganization(
  database: Database,
  caller: Caller,
  organizationId: string,
  requestId: string,
): Promise<void> {
  const person = await findPerson(database, caller);
  if (!mayActIn(person, organizationId)) throw notFound('Organization');
  const { userId } = caller;
  const scope = systemScope(organizationId, 'delete-organization');
  const memberId = await database.withOrganization(scope, (tx) => findMemberIdOf(tx, userId));
  if (memberId === null) throw notFound('Organization');
  const actor = { kind: 'member', userId, memberId } as const;
  await database.withOrganization({ organizationId, actor }, async (tx) => {
    await lockPeople(tx);
    const member = await findMemberRole(tx, userId);
    const organization = await findOrganization(tx);
    if (!member || !organization || isDeleted(organization)) throw notFound('Organization');
    if (member.role !== 'owner' || isKeptOut(organization, person)) {
      throw new Problem('forbidden', 'Only an Owner deletes an organization.');
    }
    await recordAudit(tx, {
      action: 'organization.deleted',
      target: { type: 'organization', id: organizationId },
      requestId,
    });
    await markDeleted(tx);
    await releaseSessions(tx, null);
  });
}

function isDeleted({ deletedAt }: OrganizationRow): boolean {
  return deletedAt !== null;
}

/** Where single sign-on is required, a session that did not come by it reaches nothing (spec 09). */
function isKeptOut({ id, ssoRequired }: OrganizationRow, person: Person): boolean {
  return ssoRequired && person.pinnedOrganizationId !== id && !person.twoFactorEnabled;
}
