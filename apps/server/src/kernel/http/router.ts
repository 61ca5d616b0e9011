/** Mounts operations on Hono: checks, handler, answer, errors, request log and metrics. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { newRequestId } from '../ids.ts';
import { describeError, type Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { ClientAddress } from './address.ts';
import { admit, type CheckParts, type Incoming, readInput } from './checks.ts';
import { buildDocument, documentOperation } from './openapi.ts';
import { Problem, presentProblem } from './problem.ts';
import type { Handler, MountedOperation, Operation, RouteRequest, Routes } from './routes.ts';

/** What the node adapter hands in beside the request. */
export interface Bindings {
  incoming?: { socket?: { remoteAddress?: string } };
}

export interface RouterParts extends CheckParts {
  clientAddress: ClientAddress;
  log: Logger;
  /** Told once per request, for metrics. */
  observe: Metrics['observeRequest'];
  /** Aborts when the program begins to stop: streams end then, other requests are finished. */
  draining: AbortSignal;
  /** In tests: an answer that its schema does not allow is an error. */
  checkAnswers: boolean;
}

export interface ApiRouter {
  router: OpenAPIHono;
  routes: Routes;
  operations: readonly MountedOperation[];
  /** Call after all features are mounted: wrong methods, unknown paths. */
  seal(): void;
  document(baseUrl: string): unknown;
}

export function createRouter(parts: RouterParts): ApiRouter {
  const router = new OpenAPIHono();
  router.notFound((context) => refuse(parts, context, nothingHere()));
  router.onError((error) => tell(parts, error));
  const operations: MountedOperation[] = [];
  const mount = (operation: Operation, handler: MountedOperation['handler']) => {
    operations.push({ operation, handler });
    documentOperation(router.openAPIRegistry, operation);
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
    router.on(operation.method.toUpperCase(), path, (context) =>
      serve(parts, operation, handler, context),
    );
  };
  // The three ways in differ in the caller's type alone, which `admit` has made sure of.
  const routes: Routes = { public: mount, signedIn: mount, organization: mount };

  return {
    router,
    routes,
    operations,
    seal: () => seal(parts, router, operations),
    document: (baseUrl) => buildDocument(router, baseUrl),
  };
}

async function serve(
  parts: RouterParts,
  operation: Operation,
  handler: MountedOperation['handler'],
  context: Context,
): Promise<Response> {
  const startedAt = performance.now();
  const requestId = newRequestId();
  const incoming = incomingOf(parts, context);
  let response: Response;
  try {
    parts.origin.checkHost(incoming.request.headers.get('host') ?? undefined);
    const caller = await admit(parts, operation, incoming);
    const input = await readInput(operation, incoming);
    const request: RouteRequest<unknown, unknown, unknown, unknown> = {
      ...input,
      caller,
      requestId,
      baseUrl: parts.origin.baseUrl(incoming.request.headers.get('host') ?? undefined),
      headers: incoming.request.headers,
      // Read when asked for: making it costs the adapter a whole Request.
      get signal() {
        return AbortSignal.any([incoming.request.signal, parts.draining]);
      },
      answerHeaders: incoming.answerHeaders,
      address: incoming.address,
    };
    // The declaration ties the handler's input types to the schemas that were just applied.
    const answered = await (handler as Handler<unknown, unknown, unknown, unknown>)(request);
    response = toResponse(parts, operation, answered);
  } catch (error) {
    response = failure(parts, error, requestId, operation.path);
  }
  finish(response, incoming.answerHeaders, requestId);
  // Nobody will read it: a stream or a file that was opened for it must not stay open.
  if (incoming.request.method === 'HEAD') await response.body?.cancel();
  const seconds = (performance.now() - startedAt) / 1000;
  record(parts, { method: operation.method, route: operation.path, requestId, seconds }, response);
  return response;
}

function incomingOf(parts: RouterParts, context: Context): Incoming {
  const request = context.req.raw;
  // Hono types the environment loosely; the node adapter puts the socket there.
  const { incoming } = (context.env ?? {}) as Bindings;
  return {
    request,
    address: parts.clientAddress(
      incoming?.socket?.remoteAddress,
      request.headers.get('x-forwarded-for') ?? undefined,
    ),
    pathParameters: context.req.param(),
    answerHeaders: new Headers(),
  };
}

function toResponse(parts: RouterParts, operation: Operation, answered: unknown): Response {
  if (answered instanceof Response) return answered;
  const { answer } = operation;
  if (answer.kind !== 'json') throw new Error(`${operation.id} must answer with a Response.`);
  if (parts.checkAnswers) answer.schema.parse(answered);
  return new Response(JSON.stringify(answered), {
    status: answer.status ?? 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}

/** A failed request as an answer; what nobody expected is logged and told without detail. */
function failure(
  parts: Pick<RouterParts, 'log'>,
  error: unknown,
  requestId: string,
  route: string,
): Response {
  const problem = error instanceof Problem ? error : unexpected(requestId);
  if (problem !== error) {
    parts.log.error('Request failed', { requestId, route, ...describeError(error) });
  }
  const { status, body } = presentProblem(problem);
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...problem.headers },
  });
}

function unexpected(requestId: string): Problem {
  return new Problem('internal_error', `Something went wrong on our side (request ${requestId}).`);
}

function finish(response: Response, answerHeaders: Headers, requestId: string): void {
  for (const [name, value] of answerHeaders) {
    if (name === 'set-cookie') response.headers.append(name, value);
    else if (!response.headers.has(name)) response.headers.set(name, value);
  }
  response.headers.set('x-request-id', requestId);
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'no-referrer');
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  else response.headers.set('vary', 'Cookie');
}

function record(
  parts: RouterParts,
  request: { method: string; route: string; requestId: string; seconds: number },
  response: Response,
): void {
  const { method, route, requestId, seconds } = request;
  const { status } = response;
  parts.observe({ method, route, status, seconds });
  parts.log.info('Request', {
    requestId,
    method,
    route,
    status,
    milliseconds: Math.round(seconds * 10_000) / 10,
  });
}

function seal(parts: RouterParts, router: OpenAPIHono, operations: MountedOperation[]): void {
  const methods = new Map<string, string[]>();
  for (const { operation } of operations) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
    methods.set(path, [...(methods.get(path) ?? []), operation.method.toUpperCase()]);
  }
  for (const [path, allowed] of methods) {
    const allow = allowed.includes('GET') ? [...allowed, 'HEAD'] : allowed;
    const problem = () =>
      new Problem('method_not_allowed', `Use ${allowed.join(' or ')} here.`, {
        headers: { Allow: allow.join(', ') },
      });
    router.all(path, (context) => refuse(parts, context, problem()));
  }
  router.all('/api/*', (context) => refuse(parts, context, nothingHere()));
}

function nothingHere(): Problem {
  return new Problem('not_found', 'There is nothing at this address.');
}

/** The answer to what reaches no operation. */
function refuse(parts: RouterParts, context: Context, problem: Problem): Response {
  try {
    parts.origin.checkHost(context.req.header('host'));
  } catch (error) {
    return tell(parts, error);
  }
  return tell(parts, problem);
}

function tell(parts: RouterParts, reason: unknown): Response {
  const requestId = newRequestId();
  const response = failure(parts, reason, requestId, 'unmatched');
  finish(response, new Headers(), requestId);
  return response;
}
