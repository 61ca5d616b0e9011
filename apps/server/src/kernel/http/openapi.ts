/** The OpenAPI 3.1 document, made from the operations that are mounted. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { type ErrorCode, errorBody, errorStatus } from '@partneros/contract/errors';
import { z } from 'zod';
import { limitClasses } from './limits.ts';
import type { Operation } from './routes.ts';

type Registry = OpenAPIHono['openAPIRegistry'];
type RouteConfig = Parameters<Registry['registerPath']>[0];

const codesOfAccess = {
  public: [],
  signed_in: ['unauthorized'],
  permission: ['unauthorized', 'no_active_organization', 'forbidden'],
} as const satisfies Record<string, readonly ErrorCode[]>;

function accessKind(access: Operation['access']): keyof typeof codesOfAccess {
  return access === 'public' || access === 'signed_in' ? access : 'permission';
}

/** Codes that an operation can answer with, by what it declares. */
export function errorCodesOf(operation: Operation): ErrorCode[] {
  const codes = new Set<ErrorCode>(['rate_limited', 'internal_error', 'validation_failed']);
  if (operation.method !== 'get') {
    for (const code of ['invalid_body', 'too_large'] as const) codes.add(code);
    if (!operation.exempt) codes.add('forbidden_origin');
  }
  for (const code of codesOfAccess[accessKind(operation.access)]) codes.add(code);
  if (operation.freshIdentity) codes.add('confirmation_required');
  if (operation.versioned) codes.add('version_conflict');
  if (operation.path.includes('{')) codes.add('not_found');
  for (const code of operation.errors ?? []) codes.add(code);
  return [...codes].sort();
}

export function documentOperation(registry: Registry, operation: Operation): void {
  const { limit } = operation;
  registry.registerPath({
    method: operation.method,
    path: operation.path,
    operationId: operation.id,
    summary: operation.summary,
    ...(operation.description && { description: operation.description }),
    tags: [operation.tag],
    security: operation.access === 'public' ? [] : [{ session: [] }],
    'x-rate-limit': `${limit}: ${limitClasses[limit].perMinute} a minute`,
    ...(operation.access !== 'public' && { 'x-permission': operation.access }),
    ...(operation.effect && { 'x-effect': operation.effect }),
    request: requestOf(operation),
    responses: { ...answersOf(operation), ...errorAnswersOf(operation) },
  });
}

function requestOf(operation: Operation): NonNullable<RouteConfig['request']> {
  const headers = operation.versioned
    ? z.object({ 'If-Match': z.string().meta({ description: 'The version changed, quoted.' }) })
    : null;
  return {
    ...(operation.params instanceof z.ZodObject && { params: operation.params }),
    ...(operation.query instanceof z.ZodObject && { query: operation.query }),
    ...(headers && { headers }),
    ...(operation.body && {
      body: {
        required: !operation.bodyOptional,
        content: { [mediaOf(operation)]: { schema: operation.body } },
      },
    }),
  };
}

function mediaOf({ exempt }: Operation): string {
  return exempt ? 'application/x-www-form-urlencoded' : 'application/json';
}

const rateHeaders = {
  'x-request-id': { description: 'Names this request in logs.', schema: { type: 'string' } },
  RateLimit: { description: 'What is left: `"read";r=599;t=42`.', schema: { type: 'string' } },
  'RateLimit-Policy': {
    description: 'The limit: `"read";q=600;w=60`.',
    schema: { type: 'string' },
  },
} as const;

function answersOf({ answer }: Operation): RouteConfig['responses'] {
  if (answer.kind === 'redirect') {
    const status = answer.status ?? 302;
    return { [status]: { description: 'To the page that shows the outcome.' } };
  }
  if (answer.kind === 'document') {
    const content = { [answer.media]: { schema: { type: 'string' as const } } };
    return { 200: { description: 'Success.', headers: rateHeaders, content } };
  }
  const media = answer.kind === 'events' ? 'text/event-stream' : 'application/json';
  const status = answer.kind === 'json' ? (answer.status ?? 200) : 200;
  return {
    [status]: {
      description: status === 202 ? 'Queued.' : 'Success.',
      headers: rateHeaders,
      content: { [media]: { schema: answer.schema } },
    },
  };
}

function errorAnswersOf(operation: Operation): RouteConfig['responses'] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorCodesOf(operation)) {
    const status = errorStatus[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        content: { 'application/json': { schema: errorBody } },
      },
    ]),
  );
}

/** The whole document. */
export function buildDocument(router: OpenAPIHono, baseUrl: string): unknown {
  router.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'session_token',
    description: 'Set by POST /api/auth/sign-in/email.',
  });
  return router.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'PartnerOS API',
      version: '1',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description:
        'JSON in, JSON objects out. Errors are `{ error, code, details? }`. Timestamps are ISO 8601 in UTC with milliseconds; ids are UUIDs.',
    },
    servers: [{ url: baseUrl }],
  });
}
