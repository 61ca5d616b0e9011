/**
 * Refreshing a grant so that no token is lost: single flight across processes, stored before used.
 *
 * (1) A short transaction takes a 60 s lease by compare-and-set on the token version. (2) The call
 * runs outside any transaction, 20 s in all, never repeated by itself. (3) A good answer is stored
 * by one compare-and-set update, tried until it stands; only then is the new token used. Everybody
 * else waits for the row. An outcome nobody knows (time-out, cut body, killed process) is not
 * repeated within 30 s: with rotation the second use of a refresh token kills the whole grant at
 * the CRM (spec 06, 1.3; steps: spec 09, “Token refresh”).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { describeError } from '../../kernel/logger.ts';
import { CrmFailure, type Grant } from '../../vendors/port.ts';
import { type Access, openAccess, readAccess, reconnectFirst } from './access.ts';
import { endGrant } from './connection-health.ts';
import type { IntegrationParts } from './parts.ts';
import { secretsOf } from './secrets.ts';
import {
  type ConnectionChanges,
  isRefreshInDoubt,
  noteFailedRefresh,
  storeRefreshedTokens,
  takeRefreshLease,
} from './store.ts';

const callMilliseconds = 20_000;
const waitMilliseconds = 100;
const patienceMilliseconds = 25_000;
const storeAttempts = 120;

/** What runs in this process already; between processes the lease in the database decides. */
const underWay = new WeakMap<IntegrationParts, Map<string, Promise<Access>>>();

/**
 * Gives tokens newer than the ones that the caller found wanting. Callers of one process who want
 * the same at the same time share one attempt and its outcome: fifty that meet a CRM which asks us
 * to slow down are one call there, not fifty.
 * @throws CrmFailure when they cannot be had now; Problem prerequisite_missing when never again
 */
export function refreshTokens(
  parts: IntegrationParts,
  scope: OrganizationScope,
  used: Access,
): Promise<Access> {
  const shared = underWay.get(parts) ?? new Map<string, Promise<Access>>();
  underWay.set(parts, shared);
  const key = `${used.connection.id}:${used.connection.tokenVersion}`;
  const attempt =
    shared.get(key) ?? obtainNewer(parts, scope, used).finally(() => shared.delete(key));
  shared.set(key, attempt);
  return attempt;
}

async function obtainNewer(
  parts: IntegrationParts,
  scope: OrganizationScope,
  used: Access,
): Promise<Access> {
  const { id, tokenVersion } = used.connection;
  const patience = parts.clock.now().getTime() + patienceMilliseconds;
  while (parts.clock.now().getTime() < patience) {
    const now = await readAccess(parts, scope, id);
    if (now.connection.tokenVersion > tokenVersion) return now;
    const turn = await takeTurn(parts, scope, used);
    if (turn) return send(parts, scope, turn.access, turn.inDoubt);
    await sleep(waitMilliseconds, undefined, { signal: parts.stopping });
  }
  throw new CrmFailure('unknown_outcome', {
    message: 'The CRM has not answered the token refresh in time.',
  });
}

interface Turn {
  access: Access;
  /** An earlier refresh of these tokens may have been carried out at the CRM. */
  inDoubt: boolean;
}

async function takeTurn(
  parts: IntegrationParts,
  scope: OrganizationScope,
  used: Access,
): Promise<Turn | null> {
  const { id, tokenVersion, platform, grantKind } = used.connection;
  // Client credentials are asked as often as one likes: there is no token that a second use would kill.
  const rotates = grantKind === 'code' && parts.vendors[platform].rotatesRefreshTokens;
  return parts.database.withOrganization(scope, async (tx) => {
    const { inDoubt, recent } = await isRefreshInDoubt(tx, id);
    if (inDoubt && recent && rotates) {
      throw new CrmFailure('unknown_outcome', {
        message: 'The CRM did not confirm the last token refresh. Try again in half a minute.',
      });
    }
    const row = await takeRefreshLease(tx, id, tokenVersion);
    return row && { access: openAccess(parts, row), inDoubt };
  });
}

async function send(
  parts: IntegrationParts,
  scope: OrganizationScope,
  access: Access,
  inDoubt: boolean,
): Promise<Access> {
  const { connection } = access;
  const { platform } = connection;
  const ask = askFor(parts, access);
  if (!ask) {
    await endGrant(parts, scope, connection, 'revoked');
    throw reconnectFirst();
  }
  const signal = AbortSignal.any([parts.stopping, AbortSignal.timeout(callMilliseconds)]);
  let grant: Grant;
  try {
    grant = await ask(signal);
  } catch (error) {
    throw await afterFailure(parts, scope, access, inDoubt, error);
  }
  if (grant.accountId !== null && grant.accountId !== connection.accountId) {
    await endGrant(parts, scope, connection, 'other_account');
    await giveBack(parts, access, grant);
    throw reconnectFirst();
  }
  if (await store(parts, scope, access, grant)) {
    parts.metrics.count('partneros_token_refreshes_total', { platform, outcome: 'refreshed' });
  } else {
    // Disconnected or connected anew while the call was out: what came back must not live on.
    await giveBack(parts, access, grant);
  }
  return readAccess(parts, scope, connection.id);
}

/** How this connection comes by newer tokens; null where it cannot (a service key that is refused). */
function askFor(parts: IntegrationParts, { connection, client, refreshToken }: Access) {
  const vendor = parts.vendors[connection.platform];
  const { clientCredentialsGrant } = vendor;
  if (connection.grantKind === 'client_credentials' && clientCredentialsGrant) {
    return (signal: AbortSignal) => clientCredentialsGrant(client, signal);
  }
  if (refreshToken === null) return null;
  return (signal: AbortSignal) => vendor.refreshGrant(client, refreshToken, signal);
}

/** Lets the lease go, or keeps what is in doubt; the error to throw on. */
async function afterFailure(
  parts: IntegrationParts,
  scope: OrganizationScope,
  { connection }: Access,
  inDoubt: boolean,
  error: unknown,
): Promise<unknown> {
  const { id, platform, tokenVersion } = connection;
  // A Problem is ours (quarantine): nothing was sent.
  const ours = error instanceof Problem ? 'refused' : 'unknown_outcome';
  const kind = error instanceof CrmFailure ? error.kind : ours;
  if (kind === 'grant_gone') {
    const lost = inDoubt && connection.grantKind === 'code';
    const reason = lost ? 'token_lost_in_transit' : 'revoked';
    await endGrant(parts, scope, connection, reason);
    return reconnectFirst();
  }
  parts.metrics.count('partneros_token_refreshes_total', { platform, outcome: kind });
  const nothingHappened = kind === 'rate_limited' || kind === 'refused';
  // In doubt, the half minute counts from now: the CRM may have been busy with it until this moment.
  const changes: ConnectionChanges = nothingHappened
    ? { refreshSentAt: null, refreshInDoubt: inDoubt }
    : { refreshSentAt: sql`now()`, refreshInDoubt: true };
  await parts.database.withOrganization(scope, (tx) =>
    noteFailedRefresh(tx, id, tokenVersion, changes),
  );
  return error;
}

/** @returns false when the connection was disconnected or connected anew while the call was out */
function store(
  parts: IntegrationParts,
  scope: OrganizationScope,
  access: Access,
  grant: Grant,
): Promise<boolean> {
  const { id, tokenVersion } = access.connection;
  const tokens = mergedTokens(parts, access, grant);
  return untilStored(parts, id, () =>
    parts.database.withOrganization(scope, (tx) =>
      storeRefreshedTokens(tx, id, tokenVersion, tokens),
    ),
  );
}

/** Tokens that are not kept are revoked, as far as the CRM lets us. */
async function giveBack(parts: IntegrationParts, access: Access, grant: Grant): Promise<void> {
  await parts.vendors[access.connection.platform]
    .revokeGrant(access.client, grant, AbortSignal.timeout(callMilliseconds))
    .catch((error: unknown) => parts.log.warn('Revoking failed', describeError(error)));
}

/** The database may be away for a moment; the new tokens exist nowhere else yet. */
async function untilStored(
  parts: IntegrationParts,
  connectionId: string,
  attempt: () => Promise<boolean>,
): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      parts.log.error('Storing tokens failed', { connectionId, ...describeError(error) });
      if (tries >= storeAttempts) throw error;
      await sleep(Math.min(1000, 50 * tries));
    }
  }
}

/** What the answer left out stays as it was. */
function mergedTokens(parts: IntegrationParts, access: Access, grant: Grant): ConnectionChanges {
  const { connection } = access;
  const secrets = secretsOf(parts.box, connection);
  const expires = grant.expiresInSeconds;
  return {
    accessTokenSealed: secrets.seal('connections.access_token_sealed', grant.accessToken),
    ...(grant.refreshToken !== null && {
      refreshTokenSealed: secrets.seal('connections.refresh_token_sealed', grant.refreshToken),
    }),
    ...(grant.instanceUrl !== null && { instanceUrl: grant.instanceUrl }),
    accessExpiresAt:
      expires === null ? null : new Date(parts.clock.now().getTime() + expires * 1000),
  };
}
