import type { Clock } from '../../kernel/clock.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { Outbound } from '../../kernel/outbound/client.ts';
import {
  type CrmAccount,
  CrmFailure,
  type CrmObject,
  type CrmSession,
  type CrmVendor,
  type ObjectReading,
  type Validator,
} from '../port.ts';
import { isApiName, noSuchObject, parseAnswer } from '../transport.ts';
import { apiUsageOf, getFromOrg, type SalesforceParts } from './api.ts';
import { isSalesforceUrl } from './hosts.ts';
import { mapDescribe, mapGlobalDescribe } from './map-describe.ts';
import {
  authorizeUrl,
  clientCredentialsGrant,
  exchangeCode,
  refreshGrant,
  revokeGrant,
} from './oauth.ts';
import { longId } from './org-id.ts';
import { conditionOf, makeValidator } from './validator.ts';
import { describedObject, globalDescribe, organizationQuery, userInfo } from './wire.ts';

/**
 * The adapter for Salesforce orgs.
 * @param options `apiVersion` such as `67.0`; `clock` is the system's unless given
 */
export function createSalesforceVendor(options: {
  outbound: Outbound;
  apiVersion: string;
  clock?: Clock;
}): CrmVendor {
  const parts: SalesforceParts = { clock: systemClock, ...options };
  return {
    platform: 'salesforce',
    defaultObjectTypes: ['Account', 'Contact', 'Lead', 'Opportunity'],
    rotatesRefreshTokens: true,
    trustsUrl: isSalesforceUrl,
    authorizeUrl,
    exchangeCode: (client, exchange, signal) => exchangeCode(parts, client, exchange, signal),
    refreshGrant: (client, token, signal) => refreshGrant(parts, client, token, signal),
    clientCredentialsGrant: (client, signal) => clientCredentialsGrant(parts, client, signal),
    revokeGrant: (client, tokens, signal) => revokeGrant(parts, client, tokens, signal),
    readAccount: (session) => readAccount(parts, session),
    listObjects: (session) => listObjects(parts, session),
    readObject: (session, objectType, validator) =>
      readObject(parts, session, objectType, validator),
  };
}

function dataPath({ apiVersion }: SalesforceParts, rest: string): `/services/${string}` {
  return `/services/data/v${apiVersion}/${rest}`;
}

async function readAccount(parts: SalesforceParts, session: CrmSession): Promise<CrmAccount> {
  const [identity, organization] = await Promise.all([
    getFromOrg(parts, session, '/services/oauth2/userinfo'),
    readOrganization(parts, session),
  ]);
  const user = parseAnswer('Salesforce', userInfo, identity);
  return {
    accountId: longId(user.organization_id),
    accountName: organization?.Name ?? null,
    connectedAs: user.preferred_username ?? user.email,
    kind: kindOf(organization?.IsSandbox ?? null),
  };
}

function kindOf(isSandbox: boolean | null): CrmAccount['kind'] {
  if (isSandbox === null) return null;
  return isSandbox ? 'sandbox' : 'production';
}

/** Name and kind are nice to have: a user who may not read the Organization object still connects. */
async function readOrganization(parts: SalesforceParts, session: CrmSession) {
  const query = encodeURIComponent('SELECT Name, IsSandbox FROM Organization LIMIT 1');
  try {
    const answer = await getFromOrg(parts, session, dataPath(parts, `query?q=${query}`));
    return parseAnswer('Salesforce', organizationQuery, answer).records[0] ?? null;
  } catch (error) {
    if (error instanceof CrmFailure && isPeculiar(error)) return null;
    throw error;
  }
}

/** Says something about this one request, not about the token or the line. */
function isPeculiar({ kind }: CrmFailure): boolean {
  return ['not_permitted', 'not_found', 'rejected', 'bad_answer'].includes(kind);
}

async function listObjects(parts: SalesforceParts, session: CrmSession): Promise<CrmObject[]> {
  const answer = await getFromOrg(parts, session, dataPath(parts, 'sobjects'));
  return mapGlobalDescribe(parseAnswer('Salesforce', globalDescribe, answer).sobjects);
}

async function readObject(
  parts: SalesforceParts,
  session: CrmSession,
  objectType: string,
  validator: Validator | null,
): Promise<ObjectReading> {
  if (!isApiName(objectType)) throw noSuchObject('Salesforce');
  const condition = conditionOf(validator, parts.apiVersion, parts.clock.now());
  const path = dataPath(parts, `sobjects/${objectType}/describe`);
  const answer = await getFromOrg(parts, session, path, {
    ...(condition === null ? {} : { headers: { 'if-modified-since': condition } }),
    accepted: condition === null ? [200] : [200, 304],
  });
  const apiUsage = apiUsageOf(answer);
  if (answer.status === 304) return { changed: false, apiUsage };
  return {
    changed: true,
    object: mapDescribe(parseAnswer('Salesforce', describedObject, answer)),
    validator: makeValidator(answer.headers['last-modified'], parts.apiVersion, parts.clock.now()),
    apiUsage,
  };
}
