/** The checks that stand before a handler, in the order of spec 01. */
import type { Permission } from '@partneros/contract/identity';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { addressKey } from './address.ts';
import type { Authenticate, Caller, Credentials } from './caller.ts';
import { readFormBody } from './form-body.ts';
import { checkDeclaredLength, readJsonBody } from './json-body.ts';
import type { Limits, Subject } from './limits.ts';
import type { OwnOrigin } from './origin.ts';
import { Problem, validationFailed } from './problem.ts';
import type { Operation } from './routes.ts';

export interface CheckParts {
  authenticate: Authenticate;
  limits: Limits;
  origin: OwnOrigin;
  clock: Clock;
}

export interface Incoming {
  request: Request;
  address: string;
  pathParameters: Record<string, string>;
  answerHeaders: Headers;
}

/** The query or body of an operation that declares none: unknown properties are refused all the same. */
const nothing = z.strictObject({});

/** How long a proof of identity counts as fresh (spec 09). */
const freshMilliseconds = 15 * 60_000;

/**
 * Everything up to and including the permission.
 * @returns the caller, or null on public operations
 * @throws Problem
 */
export async function admit(
  parts: CheckParts,
  operation: Operation,
  incoming: Incoming,
): Promise<Caller | null> {
  const { request, answerHeaders } = incoming;
  if (operation.method !== 'get') checkDeclaredLength(request);
  if (!operation.exempt) checkOrigin(parts.origin, request);
  const byAddress = operation.access === 'public';
  if (byAddress) await countAddress(parts, operation, incoming);
  if (operation.access === 'public') return null;

  const authentication = await parts.authenticate(credentialsOf(request));
  if (!authentication) throw new Problem('unauthorized', 'Sign in to continue.');
  if (authentication.renewal) answerHeaders.append('set-cookie', authentication.renewal);
  const { caller } = authentication;
  if (operation.access !== 'signed_in' && !caller.membership) {
    throw new Problem('no_active_organization', 'Choose an organization first.');
  }
  await count(parts, operation, subjectsOf(caller), answerHeaders);
  if (operation.access !== 'signed_in') requirePermission(caller, operation.access);
  if (operation.freshIdentity) requireFreshIdentity(caller, parts.clock.now());
  return caller;
}

/** Path, query and body, parsed by the operation's schemas. */
export async function readInput(
  operation: Operation,
  { request, pathParameters }: Incoming,
): Promise<{ params: unknown; query: unknown; body: unknown }> {
  const params = operation.params
    ? parse(operation.params, pathParameters, 'path')
    : pathParameters;
  const query = parse(operation.query ?? nothing, readQuery(request.url), 'query');
  refuseIdempotencyKey(request);
  if (operation.method === 'get') return { params, query, body: undefined };
  const raw = await (operation.exempt ? readFormBody(request) : readJsonBody(request));
  if (raw === undefined && operation.body && !operation.bodyOptional) {
    throw new Problem('invalid_body', 'A body is required.');
  }
  return {
    params,
    query,
    body: parse(operation.body ?? nothing, raw === undefined ? {} : raw, 'body'),
  };
}

/**
 * No operation replays answers yet. A client that sends a key counts on it, so it is told instead of
 * finding its act done twice (spec 09: elsewhere 400).
 */
function refuseIdempotencyKey(request: Request): void {
  if (!request.headers.has('idempotency-key')) return;
  throw new Problem('validation_failed', 'This operation takes no Idempotency-Key.', {
    details: [{ path: 'Idempotency-Key', message: 'Leave it out: answers are not replayed here.' }],
  });
}

/** The number of `If-Match: "<version>"`. */
export function readVersion(headers: Headers): number {
  const match = /^"(\d{1,9})"$/.exec(headers.get('if-match') ?? '');
  if (match) return Number(match[1]);
  throw new Problem(
    'validation_failed',
    'Send the version that you changed as If-Match: "<version>".',
    {
      details: [{ path: 'If-Match', message: 'Must be a version number in double quotes.' }],
    },
  );
}

function credentialsOf({ headers }: Request): Credentials {
  return {
    cookie: headers.get('cookie') ?? undefined,
    authorization: headers.get('authorization') ?? undefined,
  };
}

function checkOrigin(origin: OwnOrigin, request: Request): void {
  const from = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  origin.checkOrigin(request.method, {
    ...(from !== null && { origin: from }),
    ...(site !== null && { fetchSite: site }),
  });
}

async function countAddress(parts: CheckParts, operation: Operation, incoming: Incoming) {
  const subject: Subject = { kind: 'address', id: addressKey(incoming.address) };
  await count(parts, operation, [subject], incoming.answerHeaders);
}

async function count(
  parts: CheckParts,
  operation: Operation,
  subjects: Subject[],
  answerHeaders: Headers,
): Promise<void> {
  const headers = await parts.limits.take(operation.limit, subjects);
  for (const [name, value] of Object.entries(headers)) answerHeaders.set(name, value);
}

function subjectsOf(caller: Caller): Subject[] {
  const user: Subject = { kind: 'user', id: caller.userId };
  if (!caller.membership) return [user];
  return [user, { kind: 'organization', id: caller.membership.organizationId }];
}

function requirePermission(caller: Caller, permission: Permission): void {
  if (caller.membership?.may(permission)) return;
  throw new Problem('forbidden', 'Your role does not allow this.');
}

function requireFreshIdentity(caller: Caller, now: Date): void {
  if (now.getTime() - caller.confirmedAt.getTime() <= freshMilliseconds) return;
  throw new Problem(
    'confirmation_required',
    'Confirm who you are first: give your password again (POST /api/auth/confirm-identity).',
  );
}

function parse(schema: z.ZodType, value: unknown, where: 'body' | 'query' | 'path'): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw validationFailed(result.error, where);
}

function readQuery(url: string): Record<string, string> {
  const values: Record<string, string> = {};
  if (!url.includes('?')) return values;
  for (const [name, value] of new URL(url).searchParams) {
    if (Object.hasOwn(values, name)) throw badQuery(name, 'Given more than once.');
    if (value.includes('\0')) throw badQuery(name, 'Holds a character that no text can hold.');
    values[name] = value;
  }
  return values;
}

function badQuery(path: string, message: string): Problem {
  return new Problem('validation_failed', 'The query is not valid.', {
    details: [{ path, message }],
  });
}
