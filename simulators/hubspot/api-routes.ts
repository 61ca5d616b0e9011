/** HubSpot's API: properties, schemas, pipelines, account information (spec 06, 2.2 and 2.4). */
import type { Route } from '../shared/router.ts';
import type { WireRequest, WireResponse } from '../shared/wire.ts';
import { bearerOf, json } from '../shared/wire.ts';
import {
  EXPIRED_TOKEN,
  INVALID_TOKEN,
  MISSING_SCOPES,
  NOT_FOUND,
  policyLimit,
  UNKNOWN_TYPE,
} from './errors.ts';
import type { ObjectTypeSpec } from './object-types.ts';
import { describePipeline } from './pipelines.ts';
import type { HubspotPortal } from './portal.ts';
import { describeProperty, type Shuffle } from './property-spec.ts';
import type { HubspotSimulator } from './simulator.ts';

/** Who calls: the portal, the app or key, and what it may see. */
interface Caller {
  portal: HubspotPortal;
  /** Client id, or the service key itself. */
  name: string;
  scopes: readonly string[];
  isOauth: boolean;
}

type Handler = (caller: Caller, request: WireRequest) => WireResponse;

function identify(crm: HubspotSimulator, request: WireRequest): Caller | WireResponse {
  const token = bearerOf(request) ?? '';
  const access = crm.grants.findByAccessToken(token);
  if (access) {
    const { grant } = access;
    return {
      portal: crm.portal(grant.accountKey),
      name: grant.clientId,
      scopes: grant.scope.split(' '),
      isOauth: true,
    };
  }
  const ended = crm.grants.endOf(token);
  if (ended !== undefined) return EXPIRED_TOKEN(crm.clock.now() - ended);
  for (const portal of crm.portals) {
    const scopes = portal.scopesOfServiceKey(token);
    if (scopes) return { portal, name: token, scopes, isOauth: false };
  }
  return INVALID_TOKEN();
}

/** Rate headers; the daily ones are absent for OAuth apps, which no daily cap holds (spec 06, 2.4). */
function rateHeaders(caller: Caller, left: number): Record<string, string> {
  const { limit, usedToday } = caller.portal;
  const remaining = String(Math.max(0, limit.daily - usedToday));
  return {
    'x-hubspot-ratelimit-interval-milliseconds': '10000',
    'x-hubspot-ratelimit-max': String(limit.perTenSeconds),
    'x-hubspot-ratelimit-remaining': String(Math.max(0, left)),
    ...(!caller.isOauth && {
      'x-hubspot-ratelimit-daily': String(limit.daily),
      'x-hubspot-ratelimit-daily-remaining': remaining,
    }),
  };
}

function guarded(crm: HubspotSimulator, handler: Handler): Route['handle'] {
  return (request) => {
    const caller = identify(crm, request);
    if ('status' in caller) return caller;
    const left = caller.portal.countCall(caller.name, !caller.isOauth);
    const headers = rateHeaders(caller, left);
    if (!caller.isOauth && caller.portal.usedToday > caller.portal.limit.daily) {
      return policyLimit('DAILY', headers);
    }
    if (left < 0) return policyLimit('TEN_SECONDLY_ROLLING', headers);
    const response = handler(caller, request);
    return { ...response, headers: { ...headers, ...response.headers } };
  };
}

/** The type that the path names, if the caller may see it. */
function typeOf(caller: Caller, request: WireRequest): ObjectTypeSpec | WireResponse {
  const text = request.params['type'] ?? '';
  const type = caller.portal.findType(text);
  if (!type) return UNKNOWN_TYPE(text);
  if (type.scopes.some((scope) => caller.scopes.includes(scope))) return type;
  return MISSING_SCOPES(type.custom ? ['custom-object-read'] : type.scopes);
}

/** Objects come in another member order each time: answers are not byte-stable (recorded). */
const shuffle: Shuffle = (members) => {
  const start = Math.floor(Math.random() * members.length);
  return Object.fromEntries([...members.slice(start), ...members.slice(0, start)]);
};

function listProperties(caller: Caller, request: WireRequest): WireResponse {
  const type = typeOf(caller, request);
  if ('status' in type) return type;
  const properties =
    request.query.get('archived') === 'true'
      ? caller.portal.archivedProperties(type.path)
      : caller.portal.properties(type.path);
  const wanted = request.query.get('dataSensitivity') ?? 'non_sensitive';
  const results = properties
    .filter((property) => (property.dataSensitivity ?? 'non_sensitive') === wanted)
    .map((property) => describeProperty(property, shuffle));
  return json(200, { results });
}

function readProperty(caller: Caller, request: WireRequest): WireResponse {
  const type = typeOf(caller, request);
  if ('status' in type) return type;
  const name = request.params['name'] ?? '';
  const property = caller.portal.properties(type.path).find((other) => other.name === name);
  return property ? json(200, describeProperty(property, shuffle)) : NOT_FOUND(`Property ${name}`);
}

function associationsOf(portal: HubspotPortal, type: ObjectTypeSpec) {
  const associations = portal.objectTypes
    .filter((other) => other !== type)
    .map((other, index) => ({
      fromObjectTypeId: type.objectTypeId,
      toObjectTypeId: other.objectTypeId,
      name: `${type.name}_TO_${other.name}`,
      cardinality: 'ONE_TO_MANY',
      inverseCardinality: 'ONE_TO_MANY',
      hasUserEnforcedMaxToObjectIds: false,
      hasUserEnforcedMaxFromObjectIds: false,
      maxToObjectIds: 10000,
      maxFromObjectIds: 10000,
      id: String(170 + index),
      createdAt: null,
      updatedAt: null,
    }));
  return Math.random() < 0.5 ? associations : associations.reverse(); // order moves (recorded)
}

function describeSchema(portal: HubspotPortal, type: ObjectTypeSpec) {
  const date = type.custom ? '2025-10-13T22:50:04.581Z' : '1970-01-01T00:00:00Z';
  return {
    labels: { singular: type.singular, plural: type.plural },
    requiredProperties: type.requiredProperties,
    searchableProperties: type.searchableProperties,
    primaryDisplayProperty: type.primaryDisplayProperty,
    secondaryDisplayProperties: type.secondaryDisplayProperties,
    description: type.description,
    allowsSensitiveProperties: true,
    archived: false,
    restorable: true,
    metaType: type.custom ? 'PORTAL_SPECIFIC' : 'HUBSPOT',
    id: type.objectTypeId.replace(/^\d-/, ''),
    fullyQualifiedName: type.fullyQualifiedName,
    createdAt: date,
    updatedAt: date,
    createdByUserId: type.custom ? portal.user.id : null,
    updatedByUserId: type.custom ? portal.user.id : null,
    objectTypeId: type.objectTypeId,
    properties: portal.properties(type.path).map((property) => describeProperty(property, shuffle)),
    associations: associationsOf(portal, type),
    name: type.name,
  };
}

/** Lists custom objects only (recorded). Without the scope: 403 (recorded). */
function listSchemas(caller: Caller): WireResponse {
  const scopes = ['crm.schemas.custom.read', 'crm.objects.custom.read'];
  if (!scopes.some((scope) => caller.scopes.includes(scope))) {
    return MISSING_SCOPES(['custom-object-read']);
  }
  const types = caller.portal.objectTypes.filter((type) => type.custom);
  return json(200, { results: types.map((type) => describeSchema(caller.portal, type)) });
}

function readSchema(caller: Caller, request: WireRequest): WireResponse {
  const type = typeOf(caller, request);
  if ('status' in type) return type;
  return json(200, describeSchema(caller.portal, type));
}

function listPipelines(caller: Caller, request: WireRequest): WireResponse {
  const type = typeOf(caller, request);
  if ('status' in type) return type;
  const results = caller.portal.pipelines(type).map(describePipeline);
  return json(200, { results });
}

function accountDetails({ portal: { settings } }: Caller): WireResponse {
  const [hours = '0', minutes = '0'] = settings.utcOffset.split(':');
  const sign = hours.startsWith('-') ? -1 : 1;
  const offset = Number(hours) * 3_600_000 + sign * Number(minutes) * 60_000;
  return json(200, {
    portalId: settings.portalId,
    accountType: 'STANDARD',
    timeZone: settings.timeZone,
    companyCurrency: settings.currency,
    additionalCurrencies: [],
    utcOffset: settings.utcOffset,
    utcOffsetMilliseconds: offset,
    uiDomain: settings.uiDomain,
    dataHostingLocation: settings.uiDomain.includes('eu1') ? 'eu1' : 'na1',
  });
}

/** Use of the day by private apps; OAuth apps have none to show [vendor docs; shape a hypothesis]. */
function dailyUsage(crm: HubspotSimulator): Handler {
  return ({ portal }) => {
    const now = new Date(crm.clock.now());
    const midnight = new Date(now);
    midnight.setUTCHours(24, 0, 0, 0);
    return json(200, {
      results: [
        {
          name: 'private-apps-api-calls-daily',
          usageLimit: portal.limit.daily,
          currentUsage: portal.usedToday,
          collectedAt: now.toISOString(),
          fetchStatus: 'SUCCESS',
          resetsAt: midnight.toISOString(),
        },
      ],
    });
  };
}

function listOwners({ portal }: Caller): WireResponse {
  return json(200, {
    results: [
      {
        id: '41629779',
        email: portal.user.email,
        type: 'PERSON',
        firstName: 'Robin',
        lastName: 'Integration',
        userId: portal.user.id,
        createdAt: '2025-06-30T15:57:37.277Z',
        updatedAt: '2025-06-30T15:57:37.277Z',
        archived: false,
      },
    ],
  });
}

function ownersIfAllowed(caller: Caller): WireResponse {
  if (!caller.scopes.includes('crm.objects.owners.read')) {
    return MISSING_SCOPES(['crm.objects.owners.read']);
  }
  return listOwners(caller);
}

export function hubspotApiRoutes(crm: HubspotSimulator): Route[] {
  const at = (pattern: string, call: string, handler: Handler): Route => ({
    method: 'GET',
    pattern,
    call,
    handle: guarded(crm, handler),
  });
  return [
    ...['/crm/v3/properties', '/crm/properties/2026-03'].flatMap((base) => [
      at(`${base}/:type`, 'properties', listProperties),
      at(`${base}/:type/:name`, 'property', readProperty),
    ]),
    ...[
      '/crm/v3/schemas',
      '/crm-object-schemas/v3/schemas',
      '/crm-object-schemas/2026-03/schemas',
    ].flatMap((base) => [
      at(base, 'schemas', listSchemas),
      at(`${base}/:type`, 'schema', readSchema),
    ]),
    ...['/crm/v3/pipelines', '/crm/pipelines/2026-03'].map((base) =>
      at(`${base}/:type`, 'pipelines', listPipelines),
    ),
    ...['/account-info/v3', '/account-info/2026-03'].flatMap((base) => [
      at(`${base}/details`, 'account_info', accountDetails),
      at(`${base}/api-usage/daily`, 'api_usage', dailyUsage(crm)),
      at(`${base}/api-usage/daily/private-apps`, 'api_usage', dailyUsage(crm)),
    ]),
    at('/crm/v3/owners', 'owners', ownersIfAllowed),
  ];
}
