/**
 * `/_control/*`: the handles over HTTP, for a process that cannot hold them (a browser test, another
 * program). JSON in, JSON out; a wrong call answers 400 with a sentence.
 */
import type { HubspotSimulator } from '../hubspot/simulator.ts';
import type { SalesforceSimulator } from '../salesforce/simulator.ts';
import type { Clock } from './clock.ts';
import { FAULT_KINDS, type Fault } from './fault-script.ts';
import type { CrmServer } from './http-server.ts';
import type { RequestFilter } from './request-log.ts';
import type { Route } from './router.ts';
import { isRecord } from './state-file.ts';
import { json, type WireRequest, type WireResponse } from './wire.ts';

interface Handles {
  server: CrmServer;
  clock: Clock;
  salesforce: SalesforceSimulator;
  hubspot: HubspotSimulator;
}

class ControlError extends Error {}

type Body = Readonly<Record<string, unknown>>;

function bodyOf(request: WireRequest): Body {
  const body: unknown = request.body === '' ? {} : JSON.parse(request.body);
  if (!isRecord(body)) throw new ControlError('the body must be an object');
  return body;
}

function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new ControlError(`${name} must be a text`);
  return value;
}

function count(body: Body, name: string): number {
  const value = body[name];
  if (typeof value !== 'number' || value < 0) throw new ControlError(`${name} must be a number`);
  return value;
}

/** JSON has no expressions and no infinity: `pathPattern` and `times: "always"` stand for them. */
function readFault(body: Body): Fault {
  const action = body['then'];
  const match = body['match'] ?? {};
  if (!isRecord(action) || !isRecord(match)) throw new ControlError('then must be an object');
  if (!FAULT_KINDS.some((kind) => kind === action['kind'])) {
    throw new ControlError(`then.kind must be one of ${FAULT_KINDS.join(', ')}`);
  }
  const { pathPattern, ...plainMatch } = match;
  const times = body['times'] === 'always' ? Number.POSITIVE_INFINITY : body['times'];
  const fault = {
    ...body,
    match: {
      ...plainMatch,
      ...(typeof pathPattern === 'string' && { path: new RegExp(pathPattern) }),
    },
    ...(times !== undefined && { times }),
  };
  return fault as unknown as Fault; // a test's own script: its kind is checked, the rest trusted
}

function guarded(work: (request: WireRequest) => unknown): Route['handle'] {
  return (request): WireResponse => {
    if (request.headers['origin'] !== undefined) {
      // programs send no Origin; a page in somebody's browser has no business here
      return json(403, { message: 'control calls are not for web pages' });
    }
    try {
      return json(200, work(request) ?? { ok: true });
    } catch (error) {
      return json(400, { message: error instanceof Error ? error.message : String(error) });
    }
  };
}

function filterOf(request: WireRequest): RequestFilter {
  const { status, ...rest } = Object.fromEntries(request.query);
  const filter = { ...rest, ...(status !== undefined && { status: Number(status) }) };
  return filter; // query names are the filter's; unknown ones match nothing less
}

function listAccounts({ salesforce, hubspot }: Handles) {
  return {
    salesforce: salesforce.orgs.map((org) => ({
      key: org.key,
      id: org.id,
      name: org.name,
      sandbox: org.sandbox,
      tokenCalls: org.tokenCalls,
      refreshes: org.refreshes,
      livingGrants: org.livingGrants(),
      liveRefreshToken: org.liveRefreshToken(),
      limit: org.limit,
    })),
    hubspot: hubspot.portals.map((portal) => ({
      key: portal.key,
      id: portal.id,
      name: portal.settings.name,
      tokenCalls: portal.tokenCalls,
      refreshes: portal.refreshes,
      livingGrants: portal.livingGrants(),
      liveRefreshToken: portal.liveRefreshToken(),
      limit: portal.limit,
    })),
  };
}

/** Body: `{ crm, account, object, change: "add"|"change"|"remove"|"visible"|"children", name?, field? }`. */
function editField(handles: Handles, body: Body): void {
  const account = text(body, 'account');
  const object = text(body, 'object');
  const change = text(body, 'change');
  const field = body['field'] as never; // the simulators' field shape; a test's own input, not checked
  if (text(body, 'crm') === 'salesforce') {
    const org = handles.salesforce.org(account);
    if (change === 'add') return org.addField(object, field);
    if (change === 'children') return org.touchChildRelationships(object);
    const name = text(body, 'name');
    if (change === 'visible') return org.setFieldVisible(object, name, body['visible'] !== false);
    return change === 'remove'
      ? org.removeField(object, name)
      : org.changeField(object, name, field);
  }
  const portal = handles.hubspot.portal(account);
  if (change === 'add') return portal.addProperty(object, field);
  const name = text(body, 'name');
  return change === 'remove'
    ? portal.removeProperty(object, name)
    : portal.changeProperty(object, name, field);
}

function accountHandle(handles: Handles, body: Body) {
  const account = text(body, 'account');
  return text(body, 'crm') === 'salesforce'
    ? handles.salesforce.org(account)
    : handles.hubspot.portal(account);
}

export function controlRoutes(handles: Handles): Route[] {
  const { server, clock } = handles;
  const at = (method: string, path: string, work: (request: WireRequest) => unknown): Route => ({
    method,
    pattern: `/_control/${path}`,
    call: 'control',
    handle: guarded(work),
  });
  return [
    at('GET', 'accounts', () => listAccounts(handles)),
    at('POST', 'faults', (request) => ({ id: server.faults.add(readFault(bodyOf(request))).id })),
    at('DELETE', 'faults', () => server.faults.clear()),
    at('DELETE', 'faults/:id', (request) => server.faults.remove(Number(request.params['id']))),
    at('GET', 'requests', (request) => ({ requests: server.requests.list(filterOf(request)) })),
    at('DELETE', 'requests', () => server.requests.clear()),
    at('POST', 'fields', (request) => editField(handles, bodyOf(request))),
    at('POST', 'apps', (request) => {
      const body = bodyOf(request);
      const app = body['app'] as never; // the simulators' own shape; a test's input, not checked
      if (text(body, 'crm') === 'salesforce') handles.salesforce.addApp(app);
      else handles.hubspot.addApp(app);
    }),
    at('POST', 'expire-tokens', (request) =>
      accountHandle(handles, bodyOf(request)).expireAccessTokens(),
    ),
    at('POST', 'revoke-grant', (request) => accountHandle(handles, bodyOf(request)).revokeGrant()),
    at('POST', 'limit', (request) => {
      const body = bodyOf(request);
      accountHandle(handles, body).setLimit(body['limit'] ?? {});
    }),
    at('POST', 'latency', (request) => {
      server.latencyMs = count(bodyOf(request), 'milliseconds');
    }),
    at('POST', 'clock', (request) => clock.advance(count(bodyOf(request), 'milliseconds'))),
  ];
}
