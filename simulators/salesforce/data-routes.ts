/** `/services/data/*` of Salesforce: versions, describes, limits (spec 06, 1.4). */
import { createHash } from 'node:crypto';
import type { Route } from '../shared/router.ts';
import type { WireRequest, WireResponse } from '../shared/wire.ts';
import { bearerOf, empty, json, jsonText } from '../shared/wire.ts';
import { describeGlobalEntry, majorOf } from './describe-object.ts';
import { INVALID_SESSION, LIMIT_EXCEEDED, NO_ACCESS, NOT_FOUND } from './errors.ts';
import type { SalesforceOrg } from './org.ts';
import { readMore, runQuery } from './query.ts';
import type { SalesforceSimulator } from './simulator.ts';

/** Versions that the corpus of documentation knows (spec 06, 1.4): up to Summer '26. */
const OLDEST_VERSION = 31;
const NEWEST_VERSION = 67;
const SEASONS = ['Winter', 'Spring', 'Summer'] as const;

/** v65.0 is Winter '26, v66.0 Spring '26, v67.0 Summer '26; three releases a year. */
function versionLabel(version: number): string {
  const sinceWinter26 = version - 65;
  const year = 26 + Math.floor(sinceWinter26 / 3);
  const season = SEASONS[((sinceWinter26 % 3) + 3) % 3] ?? 'Winter';
  return `${season} '${String(year).padStart(2, '0')}`;
}

function listVersions(): WireResponse {
  const versions = [];
  for (let version = OLDEST_VERSION; version <= NEWEST_VERSION; version += 1) {
    versions.push({
      label: versionLabel(version),
      url: `/services/data/v${version}.0`,
      version: `${version}.0`,
    });
  }
  return json(200, versions);
}

type Handler = (org: SalesforceOrg, request: WireRequest, version: string) => WireResponse;

/** Checks the session, the daily limit and the version, and counts the call. */
function guarded(crm: SalesforceSimulator, handler: Handler): Route['handle'] {
  return (request) => {
    const access = crm.grants.findByAccessToken(bearerOf(request) ?? '');
    if (!access) return INVALID_SESSION();
    const org = crm.org(access.grant.accountKey);
    if (org.limit.used >= org.limit.max) return LIMIT_EXCEEDED('TotalRequests');
    org.limit.used += 1;
    const version = request.params['version'] ?? '';
    const major = majorOf(version);
    if (major < OLDEST_VERSION || major > NEWEST_VERSION) return NOT_FOUND();
    return handler(org, request, version);
  };
}

const RESOURCES = ['tooling', 'limits', 'sobjects', 'query', 'queryAll', 'search', 'composite'];

function listResources(_org: SalesforceOrg, _request: WireRequest, version: string): WireResponse {
  const entries = RESOURCES.map((name) => [name, `/services/data/${version}/${name}`]);
  return json(200, Object.fromEntries(entries));
}

function conditional(request: WireRequest, lastModified: number, text: () => string): WireResponse {
  const date = new Date(lastModified).toUTCString();
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  if (!Number.isNaN(since) && lastModified <= since) return empty(304, { 'last-modified': date });
  const body = text();
  const etag = `"${createHash('sha1').update(body).digest('hex').slice(0, 8)}"`;
  return jsonText(body, { 'last-modified': date, etag });
}

function describeGlobal(org: SalesforceOrg, request: WireRequest, version: string): WireResponse {
  const objects = org.schema.objects.filter((object) => org.accessTo(object.name) === 'open');
  const newest = Math.max(...org.schema.touchedAt());
  return conditional(request, newest, () =>
    JSON.stringify({
      encoding: 'UTF-8',
      maxBatchSize: 200,
      sobjects: objects.map((object) => describeGlobalEntry(object, version)),
    }),
  );
}

/** The object that the path names, or the refusal that the connected user would get. */
function findObject(org: SalesforceOrg, request: WireRequest): string | WireResponse {
  const object = org.schema.findObject(request.params['object'] ?? '');
  if (!object || org.accessTo(object.name) === 'missing') return NOT_FOUND();
  if (org.accessTo(object.name) === 'forbidden') return NO_ACCESS(object.name);
  return object.name;
}

function describe(crm: SalesforceSimulator): Handler {
  return (org, request, version) => {
    const object = findObject(org, request);
    if (typeof object !== 'string') return object;
    return conditional(request, org.schema.lastModified(object), () =>
      crm.describeText(org, object, version),
    );
  };
}

function basicInfo(org: SalesforceOrg, request: WireRequest, version: string): WireResponse {
  const object = org.schema.findObject(request.params['object'] ?? '');
  const refusal = findObject(org, request);
  if (!object || typeof refusal !== 'string') return NOT_FOUND();
  return json(200, { objectDescribe: describeGlobalEntry(object, version), recentItems: [] });
}

/** Some of the 70 keys that a 2026 org shows (spec 06, 1.4). */
function limits(org: SalesforceOrg): WireResponse {
  const { used, max } = org.limit;
  const full = (Max: number) => ({ Max, Remaining: Max });
  return json(200, {
    ConcurrentAsyncGetReportInstances: full(200),
    DailyApiRequests: { Max: max, Remaining: Math.max(0, max - used) },
    DailyAsyncApexExecutions: full(250000),
    DailyBulkApiBatches: full(15000),
    DailyDeliveredPlatformEvents: full(10000),
    DailyStreamingApiEvents: full(10000),
    DataStorageMB: full(5),
    FileStorageMB: full(20),
    HourlyPublishedPlatformEvents: full(50000),
    SingleEmail: full(15),
  });
}

export function salesforceDataRoutes(crm: SalesforceSimulator): Route[] {
  const at = (path: string, call: string, handler: Handler): Route => ({
    method: 'GET',
    pattern: `/services/data/:version${path}`,
    call,
    handle: guarded(crm, handler),
  });
  return [
    { method: 'GET', pattern: '/services/data', call: 'versions', handle: listVersions },
    at('', 'resources', listResources),
    at('/limits', 'limits', limits),
    at('/query', 'query', runQuery),
    at('/query/:locator', 'query_more', readMore),
    at('/sobjects', 'describe_global', describeGlobal),
    at('/sobjects/:object', 'basic_info', basicInfo),
    at('/sobjects/:object/describe', 'describe', describe(crm)),
  ];
}
