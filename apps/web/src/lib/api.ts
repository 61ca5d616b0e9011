/** The one client of the public API; its types are generated from the API's own document. */
import createClient from 'openapi-fetch';
import type { paths } from '../generated/api.d.ts';
import { ApiError, errorOfAnswer, unreachable } from './api-error.ts';

export const api = createClient<paths>();

interface Answer<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

/**
 * The body of a call that succeeded.
 * @throws ApiError for every other end, a network failure included
 */
export async function bodyOf<Body>(call: Promise<Answer<Body>>): Promise<Body> {
  const answer = await call.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    if (cause instanceof SyntaxError) throw halfAnAnswer();
    throw unreachable();
  });
  if (answer.data !== undefined) return answer.data;
  throw errorOfAnswer(answer.error, answer.response);
}

function halfAnAnswer(): ApiError {
  const sentence = 'The answer of the server broke off. Try again.';
  return new ApiError({ code: 'unreadable', sentence });
}
