import type { Session } from '@partneros/contract/identity';
import { builtInRoleNames } from '@partneros/contract/permissions';
import type { Database } from '../../kernel/db/database.ts';
import type { Caller, Membership } from '../../kernel/http/caller.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { findPartnerName } from '../partners/index.ts';
import { permissionsOf, reachesOf } from './policy.ts';
import { reachableOrganizations } from './reachable-organizations.ts';
import { findRoleName } from './roles/store.ts';
import { findUser } from './store.ts';

/** The session as the client sees it: person, organizations, role, permissions. */
export async function describeSession(database: Database, caller: Caller): Promise<Session> {
  const user = await database.withIdentity((tx) => findUser(tx, caller.userId));
  if (!user) throw new Problem('unauthorized', 'Sign in to continue.');
  const { open, behindSso } = await reachableOrganizations(database, caller);
  const { membership } = caller;
  const active = open.find(({ id }) => id === membership?.organizationId) ?? null;
  return {
    user,
    organization: active,
    organizations: open,
    singleSignOn: { pinned: caller.pinnedOrganizationId !== null, requiredBy: behindSso },
    role: membership?.role ?? null,
    roleName: membership && (await roleNameOf(database, membership)),
    permissions: membership ? permissionsOf(membership) : [],
    reaches: membership ? reachesOf(membership) : {},
    partner: await partnerOf(database, caller),
    expiresAt: caller.expiresAt.toISOString(),
  };
}

async function roleNameOf(database: Database, { role, scope }: Membership): Promise<string | null> {
  if (role !== 'custom') return builtInRoleNames[role];
  const { actor } = scope;
  if (actor.kind !== 'member') return null;
  return database.withOrganization(scope, (tx) => findRoleName(tx, actor.memberId));
}

async function partnerOf(database: Database, caller: Caller): Promise<Session['partner']> {
  const scope = caller.membership?.scope;
  if (scope?.actor.kind !== 'portal') return null;
  const { partnerId } = scope.actor;
  const name = await database.withOrganization(scope, (tx) => findPartnerName(tx, partnerId));
  return name === null ? null : { id: partnerId, name };
}
