/** The checks that stand before a handler, in the order of spec 01. */
import type { Permission } from '@partneros/contract/identity';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { addressKey } from './address.ts';
import type { Caller, Credentials, Identify, ServiceCaller } from './caller.ts';
import { readFormBody } from './form-body.ts';
import { checkDeclaredLength, readJsonBody, refuseEncoding } from './json-body.ts';
import type { Limits, Subject } from './limits.ts';
import type { OwnOrigin } from './origin.ts';
import { Problem, validationFailed } from './problem.ts';
import { isPersonOnly, type Operation } from './routes.ts';
import { formOverheadBytes, openUpload, type UploadedFile } from './upload.ts';

export interface CheckParts {
  identify: Identify;
  limits: Limits;
  origin: OwnOrigin;
  clock: Clock;
  /** Asked before an operation that acts outside. @throws Problem unavailable in quarantine */
  mayActOutside(): Promise<void>;
}

export interface Incoming {
  request: Request;
  address: string;
  pathParameters: Record<string, string>;
  answerHeaders: Headers;
  /** Who asks, once that is known: also of a request that is then refused. */
  caller: Caller | ServiceCaller | null;
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
): Promise<Caller | ServiceCaller | null> {
  const { request, answerHeaders } = incoming;
  if (operation.method !== 'get') checkDeclaredLength(request, bodyLimitOf(operation));
  if (!operation.exempt) checkOrigin(parts.origin, request);
  await countAddress(parts, operation, incoming);
  if (operation.access === 'public') return null;

  const identified = await parts.identify(credentialsOf(request));
  if (!identified) throw new Problem('unauthorized', 'Sign in to continue.');
  if (identified.renewal) answerHeaders.append('set-cookie', identified.renewal);
  const { caller } = identified;
  incoming.caller = caller;
  if (operation.access !== 'signed_in' && !caller.membership) {
    throw new Problem('no_active_organization', 'Choose an organization first.');
  }
  await count(parts, operation, subjectsOf(caller), answerHeaders);
  requireAccess(operation, caller, parts.clock.now());
  return caller;
}

function requireAccess(operation: Operation, caller: Caller | ServiceCaller, now: Date): void {
  if (caller.kind === 'service' && isPersonOnly(operation)) {
    throw new Problem('forbidden', 'Only a person may do this, not a service account.');
  }
  if (operation.access !== 'signed_in' && operation.access !== 'public') {
    requirePermission(caller, operation.access);
  }
  if (operation.freshIdentity) requireFreshIdentity(caller, now);
}

/** Path, query and body, parsed by the operation's schemas. */
export async function readInput(
  operation: Operation,
  { request, pathParameters }: Incoming,
): Promise<{ params: unknown; query: unknown; body: unknown; upload: UploadedFile | null }> {
  const params = operation.params
    ? parse(operation.params, pathParameters, 'path')
    : pathParameters;
  const query = parse(operation.query ?? nothing, readQuery(request.url), 'query');
  checkIdempotencyKey(operation, request);
  if (operation.method === 'get') return { params, query, body: undefined, upload: null };
  if (operation.upload) {
    refuseEncoding(request);
    const upload = await openUpload(request, operation.upload);
    return { params, query, body: undefined, upload };
  }
  const raw = await (operation.exempt ? readFormBody(request) : readJsonBody(request));
  if (raw === undefined && operation.body && !operation.bodyOptional) {
    throw new Problem('invalid_body', 'A body is required.');
  }
  return {
    params,
    query,
    body: parse(operation.body ?? nothing, raw === undefined ? {} : raw, 'body'),
    upload: null,
  };
}

function bodyLimitOf({ upload }: Operation): number | undefined {
  return upload && upload.maximumBytes + formOverheadBytes;
}

/**
 * A client that sends a key counts on it: where answers are not replayed it is told, instead of
 * finding its act done twice (spec 09: elsewhere 400).
 */
function checkIdempotencyKey(operation: Operation, { headers }: Request): void {
  const key = headers.get('idempotency-key');
  if (key === null || (operation.idempotent && /^[\x20-\x7e]{1,255}$/.test(key))) return;
  const [sentence, message] = operation.idempotent
    ? ['The Idempotency-Key is not valid.', 'Send 1 to 255 printable ASCII characters.']
    : ['This operation takes no Idempotency-Key.', 'Leave it out: answers are not replayed here.'];
  throw new Problem('validation_failed', sentence, {
    details: [{ path: 'Idempotency-Key', message }],
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

/**
 * Public operations count by address in their own class. The others have one wide ceiling for all
 * that comes from an address, before the look-up of whoever it says it is.
 */
async function countAddress(parts: CheckParts, operation: Operation, incoming: Incoming) {
  const subject: Subject = { kind: 'address', id: addressKey(incoming.address) };
  if (operation.access !== 'public') await parts.limits.take('address', [subject]);
  else await count(parts, operation, [subject], incoming.answerHeaders);
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

function subjectsOf(caller: Caller | ServiceCaller): Subject[] {
  const one: Subject =
    caller.kind === 'person'
      ? { kind: 'user', id: caller.userId }
      : { kind: 'service', id: caller.serviceAccountId };
  if (!caller.membership) return [one];
  return [one, { kind: 'organization', id: caller.membership.organizationId }];
}

function requirePermission(caller: Caller | ServiceCaller, permission: Permission): void {
  if (caller.membership?.may(permission)) return;
  throw new Problem('forbidden', 'Your role does not allow this.');
}

function requireFreshIdentity(caller: Caller | ServiceCaller, now: Date): void {
  const confirmedAt = caller.kind === 'person' ? caller.confirmedAt.getTime() : 0;
  if (now.getTime() - confirmedAt <= freshMilliseconds) return;
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
