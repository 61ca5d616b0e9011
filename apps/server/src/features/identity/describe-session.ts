import type { Session } from '@partneros/contract/identity';
import type { Database } from '../../kernel/db/database.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { findPartnerName } from '../partners/index.ts';
import { permissionsOf } from './policy.ts';
import { reachableOrganizations } from './reachable-organizations.ts';
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
    permissions: membership ? permissionsOf(membership) : [],
    partner: await partnerOf(database, caller),
    expiresAt: caller.expiresAt.toISOString(),
  };
}

async function partnerOf(database: Database, caller: Caller): Promise<Session['partner']> {
  const scope = caller.membership?.scope;
  if (scope?.actor.kind !== 'portal') return null;
  const { partnerId } = scope.actor;
  const name = await database.withOrganization(scope, (tx) => findPartnerName(tx, partnerId));
  return name === null ? null : { id: partnerId, name };
}
