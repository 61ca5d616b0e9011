/** HubSpot's error bodies (spec 06, 2.1–2.4; recorded and documented). */
import { correlationId, json, type WireResponse } from '../shared/wire.ts';

export function apiError(
  status: number,
  category: string,
  message: string,
  more: Record<string, unknown> = {},
): WireResponse {
  return json(status, {
    status: 'error',
    message,
    correlationId: correlationId(),
    ...more,
    category,
  });
}

/** RFC 6749 error plus HubSpot's own `status` and `message` (changelog of the v3 OAuth API). */
export function oauthError(error: string, status: string, description: string): WireResponse {
  return json(400, { error, error_description: description, status, message: description });
}

/** Recorded text, from an issue thread (ToolJet #17192): the age of the token in words. */
export function EXPIRED_TOKEN(millisecondsAgo: number): WireResponse {
  const seconds = Math.max(0, Math.floor(millisecondsAgo / 1000));
  const [count, unit] =
    seconds >= 3600
      ? [Math.floor(seconds / 3600), 'hour']
      : seconds >= 60
        ? [Math.floor(seconds / 60), 'minute']
        : [seconds, 'second'];
  return apiError(
    401,
    'EXPIRED_AUTHENTICATION',
    `The OAuth token used to make this call expired ${count} ${unit}(s) ago.`,
  );
}

/** [hypothesis: the wording] */
export const INVALID_TOKEN = () =>
  apiError(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found or not valid.');

/** Recorded: ampersand, metadata-err-schemas-scope. */
export function MISSING_SCOPES(scopes: readonly string[]): WireResponse {
  return apiError(403, 'MISSING_SCOPES', 'One or more of the following scopes are required.', {
    context: { requiredGranularScopes: scopes, links: ['https://developers.hubspot.com/scopes'] },
  });
}

/** Recorded: search on an unknown type; the body has no category. */
export const UNKNOWN_TYPE = (text: string) =>
  json(400, {
    status: 'error',
    message: `Unable to infer object type from: ${text}`,
    correlationId: correlationId(),
  });

export const NOT_FOUND = (what: string) =>
  apiError(404, 'OBJECT_NOT_FOUND', `${what} does not exist`);

/** Documented body of a daily or ten-second limit: errorType and policyName, no category. */
export function policyLimit(policyName: string, headers: Record<string, string>): WireResponse {
  const words = policyName === 'DAILY' ? 'daily' : 'ten_secondly_rolling';
  return json(
    429,
    {
      status: 'error',
      message: `You have reached your ${words} limit.`,
      errorType: 'RATE_LIMIT',
      correlationId: correlationId(),
      policyName,
      requestId: correlationId(),
    },
    headers,
  );
}

/** Recorded on search: a secondly limit has a category and no policyName. */
export const SECONDLY_LIMIT = () =>
  apiError(429, 'RATE_LIMITS', 'You have reached your secondly limit.');
