/** The simulated HubSpot as the HTTP server sees it: its calls, and its own shapes of failure. */
import type { Account, Crm } from '../shared/crm.ts';
import type { RateLimitedFault } from '../shared/fault-script.ts';
import { bearerOf, formOf, json, type WireRequest, type WireResponse } from '../shared/wire.ts';
import { hubspotApiRoutes } from './api-routes.ts';
import { apiError, policyLimit, SECONDLY_LIMIT } from './errors.ts';
import { hubspotOauthRoutes } from './oauth-routes.ts';
import type { HubspotPortal } from './portal.ts';
import type { HubspotSimulator } from './simulator.ts';

function portalOf(simulator: HubspotSimulator, request: WireRequest): HubspotPortal | undefined {
  const form = formOf(request);
  const token = bearerOf(request) ?? form.get('refresh_token') ?? form.get('token') ?? '';
  const code = simulator.codes.peek(form.get('code') ?? '');
  const key = simulator.grants.findByAnyToken(token)?.accountKey ?? code?.grant.portalKey;
  if (key !== undefined) return simulator.findPortal(key);
  return simulator.portals.find((portal) => portal.scopesOfServiceKey(token) !== undefined);
}

function accountOf(simulator: HubspotSimulator, request: WireRequest): Account | undefined {
  const portal = portalOf(simulator, request);
  return portal && { id: portal.id, key: portal.key };
}

function notFound(_request: WireRequest, methodNotAllowed: boolean): WireResponse {
  if (methodNotAllowed) return apiError(405, 'METHOD_NOT_ALLOWED', 'Method not allowed');
  return apiError(404, 'OBJECT_NOT_FOUND', 'resource not found');
}

function rateLimited(_request: WireRequest, fault: RateLimitedFault): WireResponse {
  const policy = fault.policy ?? 'TEN_SECONDLY_ROLLING';
  const refusal = policy === 'SECONDLY' ? SECONDLY_LIMIT() : policyLimit(policy, {});
  const seconds = fault.retryAfterSeconds;
  const retry = seconds === undefined ? {} : { 'retry-after': String(seconds) };
  return { ...refusal, headers: { ...refusal.headers, ...retry } };
}

/** [hypothesis: the category] */
function serverError(): WireResponse {
  return apiError(500, 'INTERNAL_ERROR', 'internal error');
}

function okWithError(): WireResponse {
  return json(200, JSON.parse(serverError().body));
}

export function hubspotCrm(simulator: HubspotSimulator): Crm {
  return {
    name: 'hubspot',
    routes: [...hubspotOauthRoutes(simulator), ...hubspotApiRoutes(simulator)],
    accountOf: (request) => accountOf(simulator, request),
    expireTokenOf(request) {
      simulator.grants.expire(bearerOf(request) ?? '');
      simulator.changed();
    },
    notFound,
    rateLimited,
    serverError,
    okWithError,
    finish: (_request, response) => response,
  };
}
