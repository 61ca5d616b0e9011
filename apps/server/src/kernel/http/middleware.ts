/** What routes beside the operations (docs, pages, health) share with them. */
import type { MiddlewareHandler } from 'hono';
import { newRequestId } from '../ids.ts';
import { protect } from './headers.ts';
import type { OwnOrigin } from './origin.ts';

/** Names the request in the answer, unless a failure has done so, and adds the common headers. */
export function frameAnswer(secure: boolean): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const { headers } = context.res;
    if (!headers.has('x-request-id')) headers.set('x-request-id', newRequestId());
    protect(headers, secure);
  };
}

/** Refuses a `Host` that is not ours, as every operation does. */
export function requireOwnHost(origin: OwnOrigin): MiddlewareHandler {
  return async (context, next) => {
    origin.checkHost(context.req.header('host'));
    await next();
  };
}
