import type { Pipeline } from '@partneros/contract/integrations';
import type { Clock } from '../../kernel/clock.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { Outbound, OutboundAnswer } from '../../kernel/outbound/client.ts';
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
import { apiUsageOf, apiVersion, getFromPortal, type HubspotParts, isHubspotUrl } from './api.ts';
import { mapPipelines, withPipelines } from './map-pipelines.ts';
import { mapObjectList, mapSchema } from './map-schema.ts';
import { authorizeUrl, exchangeCode, introspectToken, refreshGrant, revokeGrant } from './oauth.ts';
import { hasPipelines } from './object-types.ts';
import { arePipelinesFresh, fingerprintOf, makeValidator, readValidator } from './validator.ts';
import { accountDetails, introspection, objectSchema, pipelineList, schemaList } from './wire.ts';

/** The adapter for HubSpot portals. @param options `clock` is the system's unless given */
export function createHubspotVendor(options: { outbound: Outbound; clock?: Clock }): CrmVendor {
  const parts: HubspotParts = { clock: systemClock, ...options };
  return {
    platform: 'hubspot',
    defaultObjectTypes: ['companies', 'contacts', 'deals'],
    rotatesRefreshTokens: false,
    trustsUrl: isHubspotUrl,
    authorizeUrl,
    exchangeCode: (client, exchange, signal) => exchangeCode(parts, client, exchange, signal),
    refreshGrant: (client, token, signal) => refreshGrant(parts, client, token, signal),
    clientCredentialsGrant: null,
    revokeGrant: (client, tokens, signal) => revokeGrant(parts, client, tokens, signal),
    readAccount: (session) => readAccount(parts, session),
    listObjects: (session) => listObjects(parts, session),
    readObject: (session, objectType, validator) =>
      readObject(parts, session, objectType, validator),
  };
}

/** Account types of the vendor's documentation; developer accounts are neither. */
const kinds = new Map<string, CrmAccount['kind']>(
  Object.entries({
    STANDARD: 'production',
    SANDBOX: 'sandbox',
    DEVELOPER_TEST: 'sandbox',
  }),
);

async function readAccount(parts: HubspotParts, session: CrmSession): Promise<CrmAccount> {
  const [details, token] = await Promise.all([
    getFromPortal(parts, session, `/account-info/${apiVersion}/details`),
    readToken(parts, session),
  ]);
  const account = parseAnswer('HubSpot', accountDetails, details);
  return {
    accountId: String(account.portalId),
    accountName: token?.hub_domain ?? null,
    connectedAs: token?.user ?? null,
    kind: kinds.get(account.accountType ?? '') ?? null,
  };
}

/** Domain and user are nice to have. A service key is no OAuth token and comes without a client: none. */
async function readToken(parts: HubspotParts, session: CrmSession) {
  const { client, accessToken, signal } = session;
  if (client.clientId === '') return null;
  try {
    const answer = await introspectToken(parts, client, accessToken, signal);
    return parseAnswer('HubSpot', introspection, answer);
  } catch (error) {
    if (error instanceof CrmFailure && isPeculiar(error)) return null;
    throw error;
  }
}

/** Says something about this one request, not about the token or the line. */
function isPeculiar({ kind }: CrmFailure): boolean {
  return ['not_permitted', 'not_found', 'rejected', 'bad_answer', 'grant_gone'].includes(kind);
}

async function listObjects(parts: HubspotParts, session: CrmSession): Promise<CrmObject[]> {
  const answer = await unlessDenied(
    getFromPortal(parts, session, `/crm-object-schemas/${apiVersion}/schemas`),
  );
  if (answer === null) return mapObjectList([]);
  return mapObjectList(parseAnswer('HubSpot', schemaList, answer).results);
}

/** Null for what this account or grant does not have: custom objects, pipelines. */
async function unlessDenied(call: Promise<OutboundAnswer>): Promise<OutboundAnswer | null> {
  try {
    return await call;
  } catch (error) {
    const isDenied =
      error instanceof CrmFailure && (error.kind === 'not_permitted' || error.kind === 'not_found');
    if (isDenied) return null;
    throw error;
  }
}

/**
 * One call tells whether the object has changed. Pipelines cost a second one, which is saved while
 * the object is unchanged and its pipelines are fresh; the first reading makes both at once.
 */
async function readObject(
  parts: HubspotParts,
  session: CrmSession,
  objectType: string,
  validator: Validator | null,
): Promise<ObjectReading> {
  if (!isApiName(objectType)) throw noSuchObject('HubSpot');
  const now = parts.clock.now();
  const known = readValidator(validator);
  const need = pipelineNeed(objectType, known?.pipelinesReadAt ?? null, now);
  const [answer, early] = await Promise.all([
    getFromPortal(parts, session, `/crm-object-schemas/${apiVersion}/schemas/${objectType}`),
    need === 'now' ? readPipelines(parts, session, objectType) : null,
  ]);
  const schema = parseAnswer('HubSpot', objectSchema, answer);
  const object = mapSchema(schema);
  const hash = fingerprintOf(object);
  const apiUsage = apiUsageOf(answer);
  if (known?.hash === hash && need !== 'now') return { changed: false, apiUsage };
  const late = need === 'when_changed' ? await readPipelines(parts, session, objectType) : [];
  return {
    changed: true,
    object: withPipelines(object, schema.objectTypeId, early ?? late),
    validator: makeValidator(hash, need === 'never' ? null : now.getTime()),
    apiUsage,
  };
}

function pipelineNeed(
  objectType: string,
  readAt: number | null,
  now: Date,
): 'never' | 'when_changed' | 'now' {
  if (!hasPipelines(objectType)) return 'never';
  return arePipelinesFresh(readAt, now) ? 'when_changed' : 'now';
}

async function readPipelines(
  parts: HubspotParts,
  session: CrmSession,
  objectType: string,
): Promise<Pipeline[]> {
  const answer = await unlessDenied(
    getFromPortal(parts, session, `/crm/pipelines/${apiVersion}/${objectType}`),
  );
  return answer === null ? [] : mapPipelines(parseAnswer('HubSpot', pipelineList, answer).results);
}
