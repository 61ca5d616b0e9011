/** The ways in which one good request is bent: bodies, queries, headers, paths, and whose ids it holds. */
import type { Operation } from '../../src/kernel/http/routes.ts';
import { newId } from '../../src/kernel/ids.ts';
import { routeSamples } from '../route-samples/index.ts';
import type { RouteSample, SampleIds } from '../route-samples/sample.ts';
import type { Actor } from './actors.ts';
import type { RawRequest } from './request.ts';
import type { World } from './world.ts';

/** Whose ids a request speaks of. `mixed`: its own in the path, others in body and query. */
export type Whose = 'own' | 'foreign' | 'planted' | 'random' | 'mixed';

/** What a variant means for those who are allowed: `same` as the good request, or `spoiled`. */
export interface Variant {
  name: string;
  effect: 'same' | 'spoiled' | 'bypass' | 'two_callers';
  /** Null where it does not apply. */
  bend(request: RawRequest, operation: Operation, foreignId: string): RawRequest | null;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The ids for a sample. Values that are no ids (addresses, tokens) stay the actor's own. */
function idsOf(world: World, actor: Actor, whose: Whose): SampleIds {
  const inside = actor.standing !== 'elsewhere';
  const own = inside ? world.ours.ids : world.theirs.ids;
  const others = inside ? world.theirs.ids : world.ours.ids;
  if (whose === 'own') return own;
  const other = (name: string): string => {
    if (whose === 'random') return newId();
    if (whose === 'planted') return plantedId(world, name) ?? newId();
    return others[name] ?? newId();
  };
  return Object.fromEntries(
    Object.entries(own).map(([name, value]) => [name, uuid.test(value) ? other(name) : value]),
  );
}

/** `spareConnectionId` → the planted row of `connections`. */
function plantedId({ planted }: World, name: string): string | null {
  const noun = name.replace(/^spare/, '').replace(/Id$/, '');
  const snake = noun.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^_/, '');
  const id = planted.rows.get(`${snake}s`)?.id;
  return typeof id === 'string' ? id : null;
}

/**
 * Whether a sample's request is good for anybody who may: one that arranges a person or a code of
 * its own is good for nobody else.
 */
export function isGoodForAll(world: World, actor: Actor, operation: Operation): boolean {
  const sample = routeSamples[operation.id]?.(idsOf(world, actor, 'own'));
  return sample !== undefined && !('arrange' in sample);
}

/** The sample's request; null when it is the same as with the actor's own ids. */
export function sampleRequest(
  world: World,
  actor: Actor,
  operation: Operation,
  whose: Whose,
): RawRequest | null {
  const make = routeSamples[operation.id];
  if (!make) return null;
  const own = make(idsOf(world, actor, 'own'));
  if (whose === 'own') return toRequest(operation, own);
  const other = make(idsOf(world, actor, whose === 'mixed' ? 'foreign' : whose));
  const sample = whose === 'mixed' ? { ...other, params: own.params ?? {} } : other;
  const request = toRequest(operation, sample);
  return JSON.stringify(request) === JSON.stringify(toRequest(operation, own)) ? null : request;
}

function toRequest(operation: Operation, sample: RouteSample): RawRequest {
  const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(sample.params?.[name] ?? ''),
  );
  const query = new URLSearchParams(sample.query).toString();
  const headers: Record<string, string> = { ...sample.headers };
  const method = operation.method.toUpperCase();
  const path = query ? `${filled}?${query}` : filled;
  if (method === 'GET') return { method, path, headers };
  if (sample.rawBody !== undefined) return { method, path, headers, body: sample.rawBody };
  if (sample.body === undefined) return { method, path, headers };
  headers['content-type'] ??= 'application/json';
  return { method, path, headers, body: JSON.stringify(sample.body) };
}

const isJson = ({ headers }: RawRequest) => headers?.['content-type'] === 'application/json';

function withBody(
  name: string,
  make: (known: Record<string, unknown>, id: string) => unknown,
): Variant {
  return {
    name,
    effect: 'spoiled',
    bend(request, operation, foreignId) {
      if (operation.method === 'get' || (request.body && !isJson(request))) return null;
      const known = knownBody(request);
      const body = JSON.stringify(make(known, foreignId));
      return {
        ...request,
        body,
        headers: { ...request.headers, 'content-type': 'application/json' },
      };
    },
  };
}

function knownBody({ body }: RawRequest): Record<string, unknown> {
  if (typeof body !== 'string') return {};
  const value: unknown = JSON.parse(body);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function withHeaders(name: string, headers: (id: string) => Record<string, string>): Variant {
  return {
    name,
    effect: 'same',
    bend: (request, _operation, foreignId) => ({
      ...request,
      headers: { ...request.headers, ...headers(foreignId) },
    }),
  };
}

function withQuery(name: string, addition: (id: string) => string): Variant {
  return {
    name,
    effect: 'spoiled',
    bend: (request, operation, foreignId) => {
      // The callback takes whatever vendors add to it.
      if (operation.query?.safeParse({ unknown: '1' }).success) return null;
      const glue = request.path.includes('?') ? '&' : '?';
      return { ...request, path: `${request.path}${glue}${addition(foreignId)}` };
    },
  };
}

function withPath(name: string, change: (path: string) => string): Variant {
  return {
    name,
    effect: 'bypass',
    bend: (request) => ({ ...request, path: change(request.path) }),
  };
}

function withMethod(method: string, effect: Variant['effect']): Variant {
  return {
    name: `method ${method}`,
    effect,
    bend: (request, operation) => (operation.method === 'get' ? { ...request, method } : null),
  };
}

/** The good request as it is. */
export const plain: Variant = { name: 'plain', effect: 'same', bend: (request) => request };

export const variants: readonly Variant[] = [
  withBody('organizationId of others in the body', (known, organizationId) => ({
    ...known,
    organizationId,
    organization_id: organizationId,
  })),
  withBody('actor in the body', (known) => ({
    ...known,
    role: 'owner',
    isAdmin: true,
    permissions: ['*'],
  })),
  withBody('__proto__ in the body', (known) => ({
    ...known,
    ['__proto__x']: 1,
    constructor: { prototype: { may: true } },
  })),
  withBody('an array', () => [{}]),
  withBody('a text', () => 'select 1'),
  withBody('SQL in every property', (known) => ({
    ...Object.fromEntries(
      Object.keys(known).map((name) => [name, `' or 1=1; drop table users --`]),
    ),
    more: 1,
  })),
  withBody('null in every property', (known) => ({
    ...Object.fromEntries(Object.keys(known).map((name) => [name, null])),
    more: 1,
  })),
  withQuery('organizationId of others in the query', (id) => `organizationId=${id}`),
  withQuery('role in the query', () => 'role=owner&as=owner'),
  withQuery('a list in the query', (id) => `ids[]=${id}&__proto__[may]=1`),
  withHeaders('organization of others in headers', (id) => ({
    'x-organization-id': id,
    'x-tenant': id,
    'x-forwarded-user': id,
  })),
  withHeaders('other method in headers', () => ({
    'x-http-method-override': 'DELETE',
    'x-method-override': 'GET',
  })),
  withHeaders('other path in headers', () => ({
    'x-original-url': '/api/audit-log',
    'x-rewrite-url': '/api/audit-log',
  })),
  withHeaders('inside address in headers', () => ({
    'x-forwarded-for': '127.0.0.1',
    'x-real-ip': '127.0.0.1',
    forwarded: 'for=127.0.0.1',
  })),
  {
    ...withHeaders('made-up bearer beside the cookie', () => ({
      authorization: 'Bearer pos_made-up',
    })),
    effect: 'two_callers',
  },
  withPath('slash at the end', (path) => path.replace(/(\?|$)/, '/$1')),
  withPath('two slashes', (path) => path.replace('/api/', '/api//')),
  withPath('upper case', (path) => path.replace('/api/', '/API/')),
  withPath('a semicolon', (path) => path.replace(/(\?|$)/, ';a=1$1')),
  withPath('an extension', (path) => path.replace(/(\?|$)/, '.json$1')),
  withPath('from a public path', (path) => path.replace('/api/', '/healthz/..%2fapi/')),
  // An encoded dot is taken out before routing, as in any URL: the same request by another spelling.
  { ...withPath('a dot', (path) => path.replace('/api/', '/api/%2e/')), effect: 'same' },
  withMethod('HEAD', 'same'),
  withMethod('OPTIONS', 'bypass'),
  withMethod('TRACE', 'bypass'),
];
