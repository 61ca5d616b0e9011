/**
 * One call to a CRM in the name of a connection: reads the tokens anew before each call (so that a
 * disconnect counts at once), refreshes a token that has ended, and repeats the call once.
 */
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { CrmFailure, type CrmSession, type CrmVendor } from '../../vendors/port.ts';
import { type Access, readAccess } from './access.ts';
import type { IntegrationParts } from './parts.ts';
import type { ConnectionRow } from './tables.ts';
import { refreshTokens } from './token-refresh.ts';

/** A token that ends within this time is refreshed before it is used. */
const earlyMilliseconds = 60_000;

/**
 * @throws CrmFailure as the adapter tells it
 * @throws Problem not_found, prerequisite_missing when there is no grant to use
 */
export async function callCrm<Result>(
  parts: IntegrationParts,
  scope: OrganizationScope,
  connectionId: string,
  call: (vendor: CrmVendor, session: CrmSession) => Promise<Result>,
): Promise<Result> {
  const access = await readFreshAccess(parts, scope, connectionId);
  try {
    return await counted(parts, access, call);
  } catch (error) {
    if (!(error instanceof CrmFailure) || error.kind !== 'token_expired') throw error;
  }
  return counted(parts, await refreshTokens(parts, scope, access), call);
}

async function counted<Result>(
  parts: IntegrationParts,
  access: Access,
  call: (vendor: CrmVendor, session: CrmSession) => Promise<Result>,
): Promise<Result> {
  const { platform } = access.connection;
  const count = (outcome: string) =>
    parts.metrics.count('partneros_crm_calls_total', { platform, outcome });
  try {
    const result = await call(parts.vendors[platform], sessionOf(parts, access));
    count('answered');
    return result;
  } catch (error) {
    count(error instanceof CrmFailure ? error.kind : 'fault');
    throw error;
  }
}

/** The stored tokens, refreshed before they end; while they live, a refresh that fails is no obstacle. */
async function readFreshAccess(
  parts: IntegrationParts,
  scope: OrganizationScope,
  connectionId: string,
): Promise<Access> {
  const access = await readAccess(parts, scope, connectionId);
  if (!endsWithin(earlyMilliseconds, access.connection, parts.clock.now())) return access;
  try {
    return await refreshTokens(parts, scope, access);
  } catch (error) {
    const lives = !endsWithin(0, access.connection, parts.clock.now());
    if (error instanceof CrmFailure && lives) return access;
    throw error;
  }
}

function sessionOf(parts: IntegrationParts, access: Access): CrmSession {
  return {
    client: access.client,
    instanceUrl: access.connection.instanceUrl,
    accessToken: access.accessToken,
    signal: parts.stopping,
  };
}

function endsWithin(milliseconds: number, { accessExpiresAt }: ConnectionRow, now: Date): boolean {
  return accessExpiresAt !== null && accessExpiresAt.getTime() - now.getTime() < milliseconds;
}
