/** The simulated Salesforce as the HTTP server sees it: its calls, and its own shapes of failure. */
import type { Account, Crm } from '../shared/crm.ts';
import type { RateLimitedFault } from '../shared/fault-script.ts';
import { bearerOf, formOf, json, type WireRequest, type WireResponse } from '../shared/wire.ts';
import { salesforceDataRoutes } from './data-routes.ts';
import { LIMIT_EXCEEDED, NOT_FOUND, oauthError, restError } from './errors.ts';
import { salesforceOauthRoutes } from './oauth-routes.ts';
import type { SalesforceSimulator } from './simulator.ts';

function isOauth(request: WireRequest): boolean {
  return request.path.startsWith('/services/oauth2/');
}

function accountOf(simulator: SalesforceSimulator, request: WireRequest): Account | undefined {
  const form = formOf(request);
  const token = bearerOf(request) ?? form.get('refresh_token') ?? form.get('token') ?? '';
  const code = simulator.codes.peek(form.get('code') ?? '');
  const key = simulator.grants.findByAnyToken(token)?.accountKey ?? code?.grant.orgKey;
  const org = key === undefined ? undefined : simulator.findOrg(key);
  return org && { id: org.id, key: org.key };
}

function notFound(request: WireRequest, methodNotAllowed: boolean): WireResponse {
  if (!methodNotAllowed) return NOT_FOUND();
  return restError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${request.method}' not allowed.`);
}

function rateLimited(request: WireRequest, fault: RateLimitedFault): WireResponse {
  const refusal = isOauth(request)
    ? oauthError('rate_limit_exceeded', 'too many requests')
    : LIMIT_EXCEEDED(fault.policy ?? 'TotalRequests');
  const seconds = fault.retryAfterSeconds;
  const retry = seconds === undefined ? {} : { 'retry-after': String(seconds) };
  return { ...refusal, headers: { ...refusal.headers, ...retry } };
}

function serverError(request: WireRequest): WireResponse {
  if (isOauth(request)) return oauthError('server_error', 'unexpected error', 500);
  return restError(500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.');
}

function okWithError(request: WireRequest): WireResponse {
  if (isOauth(request)) return oauthError('unknown_error', 'retry your request', 200);
  return json(200, [{ message: 'An unexpected error occurred.', errorCode: 'UNKNOWN_EXCEPTION' }]);
}

/** `Sforce-Limit-Info: api-usage=118/15000` on every REST answer (recorded). */
function finish(
  simulator: SalesforceSimulator,
  request: WireRequest,
  response: WireResponse,
): WireResponse {
  const account = isOauth(request) ? undefined : accountOf(simulator, request);
  if (!account) return response;
  const { used, max } = simulator.org(account.key).limit;
  const usage = { 'sforce-limit-info': `api-usage=${used}/${max}` };
  return { ...response, headers: { ...response.headers, ...usage } };
}

export function salesforceCrm(simulator: SalesforceSimulator): Crm {
  return {
    name: 'salesforce',
    routes: [...salesforceOauthRoutes(simulator), ...salesforceDataRoutes(simulator)],
    accountOf: (request) => accountOf(simulator, request),
    expireTokenOf(request) {
      simulator.grants.expire(bearerOf(request) ?? '');
      simulator.changed();
    },
    notFound,
    rateLimited,
    serverError,
    okWithError,
    finish: (request, response) => finish(simulator, request, response),
  };
}
