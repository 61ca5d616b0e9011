/** Mounts operations on Hono: checks, handler, answer, errors, request log and metrics. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { ErrorCode } from '@partneros/contract/errors';
import type { Context } from 'hono';
import { newRequestId } from '../ids.ts';
import { describeError, type Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { ClientAddress } from './address.ts';
import type { Caller, ServiceCaller } from './caller.ts';
import { admit, type CheckParts, type Incoming, readInput } from './checks.ts';
import { checkExemption } from './exempt.ts';
import { protect } from './headers.ts';
import { buildDocument, documentOperation } from './openapi.ts';
import { Problem, presentProblem } from './problem.ts';
import type { Once, Replays } from './replays.ts';
import type { MountedOperation, Operation, RouteRequest, Routes } from './routes.ts';

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
  replays: Replays;
  /** Told of what a known caller was refused, or what failed under their hands; for the audit log. */
  refused(refusal: Refusal): Promise<void>;
  /** Whether the program is reached by https. */
  secure: boolean;
}

/** A request that did not do what it was to do. */
export interface Refusal {
  caller: Caller | ServiceCaller;
  operation: Operation;
  code: ErrorCode;
  requestId: string;
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
    checkExemption(operation);
    operations.push({ operation, handler });
    documentOperation(router.openAPIRegistry, operation);
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
    router.on(operation.method.toUpperCase(), path, (context) =>
      serve(parts, operation, handler, context),
    );
  };
  // The ways in differ in types alone, which `admit` and `requestOf` have made sure of.
  const routes: Routes = { public: mount, signedIn: mount, organization: mount, once: mount };

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
    if (operation.effect === 'external') await parts.mayActOutside();
    const request = requestOf(parts, operation, incoming, { ...input, caller, requestId });
    // The declaration ties the handler's input types to the schemas that were just applied.
    const answered = await (handler as (asked: typeof request) => Promise<unknown>)(request);
    response = toResponse(parts, operation, answered);
  } catch (error) {
    const problem = problemOf(parts, error, requestId, operation.path);
    if (incoming.caller) {
      const { caller } = incoming;
      await parts.refused({ caller, operation, code: problem.code, requestId });
    }
    response = failure(problem);
  }
  finish(parts, response, incoming.answerHeaders, requestId);
  // Nobody will read it: a stream or a file that was opened for it must not stay open.
  if (incoming.request.method === 'HEAD') await response.body?.cancel();
  const seconds = (performance.now() - startedAt) / 1000;
  record(parts, { method: operation.method, route: operation.path, requestId, seconds }, response);
  return response;
}

type Known = Pick<
  RouteRequest<unknown, unknown, unknown, Caller | ServiceCaller | null>,
  'params' | 'query' | 'body' | 'upload' | 'caller' | 'requestId'
>;

function requestOf(
  parts: RouterParts,
  operation: Operation,
  incoming: Incoming,
  known: Known,
): RouteRequest<unknown, unknown, unknown, unknown> & { once?: Once } {
  const { headers } = incoming.request;
  return {
    ...known,
    baseUrl: parts.origin.baseUrl(headers.get('host') ?? undefined),
    headers,
    // Read when asked for: making it costs the adapter a whole Request.
    get signal() {
      return AbortSignal.any([incoming.request.signal, parts.draining]);
    },
    answerHeaders: incoming.answerHeaders,
    address: incoming.address,
    ...(operation.idempotent && { once: onceOf(parts, operation, incoming, known) }),
  };
}

function onceOf(
  { replays }: RouterParts,
  operation: Operation,
  { request, answerHeaders }: Incoming,
  { caller, params, query, body }: Known,
): Once {
  if (!caller?.membership)
    throw new Error(`${operation.id} is idempotent outside an organization.`);
  const { answer, id } = operation;
  return replays.once({
    scope: caller.membership.scope,
    key: request.headers.get('idempotency-key'),
    asked: { id, params, query, body, version: request.headers.get('if-match') },
    status: (answer.kind === 'json' && answer.status) || 200,
    onReplay: () => answerHeaders.set('Idempotency-Replayed', 'true'),
  });
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
    caller: null,
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

/** What failed, in our words; what nobody expected is logged and told without detail. */
function problemOf(
  { log }: RouterParts,
  error: unknown,
  requestId: string,
  route: string,
): Problem {
  if (error instanceof Problem) return error;
  log.error('Request failed', { requestId, route, ...describeError(error) });
  return unexpected(requestId);
}

function failure(problem: Problem): Response {
  const { status, body } = presentProblem(problem);
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...problem.headers },
  });
}

function unexpected(requestId: string): Problem {
  return new Problem('internal_error', `Something went wrong on our side (request ${requestId}).`);
}

function finish(
  { secure }: RouterParts,
  response: Response,
  answerHeaders: Headers,
  requestId: string,
): void {
  for (const [name, value] of answerHeaders) {
    if (name === 'set-cookie') response.headers.append(name, value);
    else if (!response.headers.has(name)) response.headers.set(name, value);
  }
  response.headers.set('x-request-id', requestId);
  protect(response.headers, secure);
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  else response.headers.set('vary', 'Cookie, Authorization');
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
  const response = failure(problemOf(parts, reason, requestId, 'unmatched'));
  finish(parts, response, new Headers(), requestId);
  return response;
}
