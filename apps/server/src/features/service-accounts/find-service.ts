/** From a bearer token to the service account that it stands for. */
import { entryOf, permission } from '@partneros/contract/permissions';
import type { Clock } from '../../kernel/clock.ts';
import { sha256 } from '../../kernel/crypto/tokens.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { ServiceCaller } from '../../kernel/http/caller.ts';
import { type FoundServiceAccount, findByToken, noteUse } from './store.ts';
import { isToken } from './token.ts';

/** A use is written at most so often: a busy program must not cost a write a request. */
const noteEveryMilliseconds = 60_000;

/** Null for what is no token of ours, has ended, or whose organization lets no program in. */
export type FindService = (token: string) => Promise<ServiceCaller | null>;

export function createFindService({
  database,
  clock,
}: {
  database: Database;
  clock: Clock;
}): FindService {
  return async (token) => {
    if (!isToken(token)) return null;
    const account = await findByToken(database, sha256(token));
    if (!account) return null;
    const caller = callerOf(account);
    const now = clock.now();
    const unlessAfter = new Date(now.getTime() - noteEveryMilliseconds);
    if (account.last_used_at === null || account.last_used_at < unlessAfter) {
      await database.withOrganization(caller.membership.scope, (tx) =>
        noteUse(tx, account.service_account_id, { now, unlessAfter }),
      );
    }
    return caller;
  };
}

function callerOf(account: FoundServiceAccount): ServiceCaller {
  const { service_account_id: serviceAccountId, organization_id: organizationId, name } = account;
  const held = new Set(account.permissions.flatMap((one) => permission.safeParse(one).data ?? []));
  return {
    kind: 'service',
    serviceAccountId,
    membership: {
      organizationId,
      role: 'custom',
      // What has reaches reaches everything in the organization: a program has nothing of its own.
      grants: [...held].map((one) => (entryOf(one).reaches.length > 0 ? `${one}:all` : one)),
      scope: { organizationId, actor: { kind: 'service', serviceAccountId, name } },
      may: (wanted) => held.has(wanted),
      reachOf: (wanted) => (held.has(wanted) ? 'all' : null),
    },
  };
}
