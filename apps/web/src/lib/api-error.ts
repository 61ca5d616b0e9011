import type { ErrorBody, ErrorCode, ErrorDetail } from '@partneros/contract/errors';

/** Beside the API's own codes: no answer came, or one that the API would never give. */
export type FailureCode = ErrorCode | 'unreachable' | 'unreadable';

interface Failure {
  code: FailureCode;
  sentence: string;
  status?: number;
  details?: readonly ErrorDetail[];
  requestId?: string | null;
}

/** A call that did not succeed, in words for people. `requestId` names it in the server's logs. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: FailureCode;
  readonly status: number | null;
  readonly details: readonly ErrorDetail[];
  readonly requestId: string | null;

  constructor(failure: Failure) {
    super(failure.sentence);
    this.code = failure.code;
    this.status = failure.status ?? null;
    this.details = failure.details ?? [];
    this.requestId = failure.requestId ?? null;
  }
}

/** The failing answer of the API as an error; anything that is not the API's own body is not shown. */
export function errorOfAnswer(body: unknown, response: Response): ApiError {
  const requestId = response.headers.get('x-request-id');
  const { status } = response;
  if (isErrorBody(body)) {
    const { error: sentence, code, details = [] } = body;
    return new ApiError({ code, sentence, status, details, requestId });
  }
  const sentence = `The server gave an answer that cannot be read (${status}). Try again in a moment.`;
  return new ApiError({ code: 'unreadable', sentence, status, requestId });
}

export function unreachable(): ApiError {
  const sentence = 'The server cannot be reached. Check your network, then try again.';
  return new ApiError({ code: 'unreachable', sentence });
}

/** Any thrown value as an error with a sentence for people. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const sentence = 'Something went wrong on this page. Load it again.';
  return new ApiError({ code: 'unreadable', sentence });
}

export function hasCode(error: unknown, ...codes: FailureCode[]): boolean {
  return error instanceof ApiError && codes.includes(error.code);
}

/** What the API found wrong with one member of the body that was sent. */
export function faultAt(error: unknown, path: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.details.find((detail) => detail.path === path)?.message;
}

/** Trying the same again can help: nothing came, or the server or the CRM stumbled. */
export function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.code === 'unreachable' || (error.status !== null && error.status >= 500);
}

function isErrorBody(value: unknown): value is ErrorBody {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'error' in value &&
    typeof value.error === 'string' &&
    'code' in value &&
    typeof value.code === 'string'
  );
}
