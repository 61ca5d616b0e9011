/** Salesforce's error bodies: an array of `{message, errorCode}` (spec 06, 1.4; recorded). */
import { json, type WireResponse } from '../shared/wire.ts';

export function restError(status: number, errorCode: string, message: string): WireResponse {
  return json(status, [{ message, errorCode }]);
}

export const INVALID_SESSION = () =>
  restError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');

/** Recorded: grouparoo-errors, 404 of a missing record; the same body answers an unknown object. */
export const NOT_FOUND = () => restError(404, 'NOT_FOUND', 'The requested resource does not exist');

export const LIMIT_EXCEEDED = (what: string) =>
  restError(403, 'REQUEST_LIMIT_EXCEEDED', `${what} Limit exceeded.`);

export const NO_ACCESS = (object: string) =>
  restError(
    403,
    'INSUFFICIENT_ACCESS',
    `You do not have access to the object ${object} with the API.`,
  );

/** RFC 6749 errors of the token endpoint; Salesforce sends 400 (spec 06, 1.2). */
export function oauthError(error: string, description: string, status = 400): WireResponse {
  return json(
    status,
    { error, error_description: description },
    { 'cache-control': 'no-cache, no-store' },
  );
}
