import type { Database } from '../../kernel/db/database.ts';
import type { Caller, Membership } from '../../kernel/http/caller.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { recordAudit } from '../audit/index.ts';
import { hasSecondFactor, requireSso } from '../identity/index.ts';
import { usableProviders } from './store.ts';

/**
 * Demands single sign-on of all members, or no longer. Whoever demands it must have shown that they
 * can still come in: this session was made by it, or they are an Owner with a second factor.
 * @throws Problem prerequisite_missing
 */
export async function setRequirement(
  database: Database,
  caller: Caller & { membership: Membership },
  required: boolean,
  requestId: string,
): Promise<void> {
  const cameBySso = caller.pinnedOrganizationId !== null;
  const isOwner = caller.membership.role === 'owner';
  const keepsWayIn = cameBySso || (isOwner && (await hasSecondFactor(database, caller.userId)));
  await database.withOrganization(caller.membership.scope, async (tx) => {
    if (required && !keepsWayIn) {
      throw new Problem(
        'prerequisite_missing',
        'Sign in by single sign-on first, or set up a second factor: else this would lock you out.',
      );
    }
    if (required && (await usableProviders(tx)).length === 0) {
      throw new Problem('prerequisite_missing', 'No provider speaks for a proven domain yet.');
    }
    await requireSso(tx, required);
    await recordAudit(tx, {
      action: required ? 'sso.required' : 'sso.no_longer_required',
      target: { type: 'organization', id: caller.membership.organizationId },
      requestId,
    });
  });
}
