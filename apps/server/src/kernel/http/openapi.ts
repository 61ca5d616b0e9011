/** The OpenAPI 3.1 document, made from the operations that are mounted. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { type ErrorCode, errorBody, errorStatus } from '@partneros/contract/errors';
import { entryOf } from '@partneros/contract/permissions';
import { z } from 'zod';
import { limitClasses } from './limits.ts';
import { isPersonOnly, type Operation } from './routes.ts';

type Registry = OpenAPIHono['openAPIRegistry'];
type RouteConfig = Parameters<Registry['registerPath']>[0];
type Content = NonNullable<NonNullable<RouteConfig['request']>['body']>['content'];

const codesOfAccess = {
  public: [],
  // Forbidden to service accounts, which are nobody in person.
  signed_in: ['unauthorized', 'forbidden'],
  permission: ['unauthorized', 'no_active_organization', 'forbidden'],
} as const satisfies Record<string, readonly ErrorCode[]>;

function accessKind(access: Operation['access']): keyof typeof codesOfAccess {
  return access === 'public' || access === 'signed_in' ? access : 'permission';
}

/** The permission with what it lets a person do, as the document and its page tell it. */
export function permissionText(access: Exclude<Operation['access'], 'public'>): string {
  return access === 'signed_in' ? access : `${access}: ${entryOf(access).sentence}`;
}

const codesOfAny: readonly ErrorCode[] = ['rate_limited', 'internal_error', 'validation_failed'];

/** What a declaration adds to the codes that any operation can answer with. */
const codesByDeclaration: readonly {
  when: (operation: Operation) => unknown;
  codes: readonly ErrorCode[];
}[] = [
  { when: ({ method }) => method !== 'get', codes: ['invalid_body', 'too_large'] },
  { when: ({ method, exempt }) => method !== 'get' && !exempt, codes: ['forbidden_origin'] },
  { when: ({ freshIdentity }) => freshIdentity, codes: ['confirmation_required'] },
  { when: ({ versioned }) => versioned, codes: ['version_conflict'] },
  {
    when: ({ idempotent }) => idempotent,
    codes: ['idempotency_key_reused', 'idempotency_in_progress'],
  },
  { when: ({ path }) => path.includes('{'), codes: ['not_found'] },
  { when: ({ effect }) => effect === 'external', codes: ['unavailable'] },
];

/** Codes that an operation can answer with, by what it declares. */
export function errorCodesOf(operation: Operation): ErrorCode[] {
  const declared = codesByDeclaration.flatMap(({ when, codes }) => (when(operation) ? codes : []));
  const ofAccess = codesOfAccess[accessKind(operation.access)];
  const codes = [...codesOfAny, ...ofAccess, ...declared, ...(operation.errors ?? [])];
  return [...new Set(codes)].sort();
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
    security: securityOf(operation),
    'x-rate-limit': `${limit}: ${limitClasses[limit].perMinute} a minute`,
    ...(operation.access !== 'public' && { 'x-permission': permissionText(operation.access) }),
    ...(operation.effect && { 'x-effect': operation.effect }),
    ...(operation.idempotent && { 'x-idempotent': true }),
    request: requestOf(operation),
    responses: { ...answersOf(operation), ...errorAnswersOf(operation) },
  });
}

/** Which credentials do: none, a session, or a session or a service account's token. */
export function securityOf(operation: Operation): Record<string, []>[] {
  if (operation.access === 'public') return [];
  return isPersonOnly(operation) ? [{ session: [] }] : [{ session: [] }, { bearer: [] }];
}

const ifMatch = z.string().meta({ description: 'The version changed, quoted.' });
const idempotencyKey = z.string().min(1).max(255).optional().meta({
  description:
    'Chosen by you, new for each act. The first good answer is kept for 24 hours and replayed with `Idempotency-Replayed: true`, so that a request may be repeated safely.',
});

function headersOf({ versioned, idempotent }: Operation): z.ZodObject | null {
  if (!versioned && !idempotent) return null;
  return z.object({
    ...(versioned && { 'If-Match': ifMatch }),
    ...(idempotent && { 'Idempotency-Key': idempotencyKey }),
  });
}

function requestOf(operation: Operation): NonNullable<RouteConfig['request']> {
  const headers = headersOf(operation);
  return {
    ...(operation.params instanceof z.ZodObject && { params: operation.params }),
    ...(operation.query instanceof z.ZodObject && { query: operation.query }),
    ...(headers && { headers }),
    ...(operation.upload && { body: { required: true, content: uploadForm } }),
    ...(operation.body && {
      body: {
        required: !operation.bodyOptional,
        content: { [mediaOf(operation)]: { schema: operation.body } },
      },
    }),
  };
}

const uploadForm: Content = {
  'multipart/form-data': {
    schema: {
      type: 'object',
      properties: { file: { type: 'string', format: 'binary' } },
      required: ['file'],
      additionalProperties: false,
    },
  },
};

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

const replayedHeader = {
  'Idempotency-Replayed': {
    description: '`true` where this is the answer to an earlier request with the key.',
    schema: { type: 'string' },
  },
} as const;

function answersOf({ answer, idempotent, revalidates }: Operation): RouteConfig['responses'] {
  if (answer.kind === 'redirect') {
    const status = answer.status ?? 302;
    return { [status]: { description: 'To the page that shows the outcome.' } };
  }
  if (answer.kind === 'file') {
    const content = answer.media.map((type) => [type, { schema: z.string() }] as const);
    return {
      200: {
        description: 'The file, as a stream.',
        headers: rateHeaders,
        content: Object.fromEntries(content),
      },
      ...(revalidates && { 304: { description: 'As the client has it already.' } }),
    };
  }
  const media = answer.kind === 'events' ? 'text/event-stream' : 'application/json';
  const status = answer.kind === 'json' ? (answer.status ?? 200) : 200;
  return {
    [status]: {
      description: status === 202 ? 'Queued.' : 'Success.',
      headers: { ...rateHeaders, ...(idempotent && replayedHeader) },
      content: { [media]: { schema: answer.schema } },
    },
    ...(revalidates && { 304: { description: 'As the client has it already.' } }),
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
  router.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'The token of a service account: `pos_…`. Never together with the cookie.',
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
