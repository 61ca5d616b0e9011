/**
 * The closed list of error codes and the one table from code to HTTP status.
 *
 * Every failing answer of the API is `{ error, code, details? }`: `error` is a sentence for people,
 * `code` is one of these and never changes its meaning.
 */
import { z } from 'zod';

export const errorStatus = {
  invalid_body: 400,
  validation_failed: 400,
  no_active_organization: 400,
  unauthorized: 401,
  ai_quota_exceeded: 402,
  forbidden: 403,
  ai_disabled: 403,
  forbidden_origin: 403,
  confirmation_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  duplicate: 409,
  version_conflict: 409,
  idempotency_key_reused: 409,
  idempotency_in_progress: 409,
  too_large: 413,
  prerequisite_missing: 422,
  rate_limited: 429,
  headers_too_large: 431,
  internal_error: 500,
  upstream_failed: 502,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;
export type ErrorStatus = (typeof errorStatus)[ErrorCode];

/** All codes, in the order of the table. */
export const errorCodes = z.enum([
  'invalid_body',
  'validation_failed',
  'no_active_organization',
  'unauthorized',
  'ai_quota_exceeded',
  'forbidden',
  'ai_disabled',
  'forbidden_origin',
  'confirmation_required',
  'not_found',
  'method_not_allowed',
  'request_timeout',
  'duplicate',
  'version_conflict',
  'idempotency_key_reused',
  'idempotency_in_progress',
  'too_large',
  'prerequisite_missing',
  'rate_limited',
  'headers_too_large',
  'internal_error',
  'upstream_failed',
  'unavailable',
] satisfies ErrorCode[]);

/** One thing wrong with the input: where (dotted path, empty for the whole) and what. */
export const errorDetail = z
  .strictObject({ path: z.string(), message: z.string() })
  .meta({ id: 'ErrorDetail' });

export const errorBody = z
  .strictObject({
    error: z.string().meta({ description: 'A sentence for people.' }),
    code: errorCodes.meta({ description: 'Stable, for programs.' }),
    details: z.array(errorDetail).optional(),
  })
  .meta({ id: 'Error' });

export type ErrorDetail = z.infer<typeof errorDetail>;
export type ErrorBody = z.infer<typeof errorBody>;
