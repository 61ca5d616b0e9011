/** What the common route suite sends, and what it demands of every answer. */
import { errorBody, errorStatus } from '@partneros/contract/errors';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Method, Operation } from '../src/kernel/http/routes.ts';
import type { Answer, Client } from './client.ts';
import type { RouteSample } from './route-samples/sample.ts';

/** The parts of the OpenAPI document that the suite reads. */
export const apiDocument = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        operationId: z.string(),
        'x-rate-limit': z.string(),
        security: z.array(z.unknown()),
        responses: z.record(z.string(), z.looseObject({ description: z.string() })),
      }),
    ),
  ),
});
export type ApiDocument = z.infer<typeof apiDocument>;

export interface Change {
  method?: string;
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
  rawBody?: string;
  headers?: Record<string, string>;
}

/** Sends the sample, with changes, and checks what holds for every answer of the operation. */
export async function sendSample(
  client: Client,
  document: ApiDocument,
  operation: Operation,
  sample: RouteSample,
  change: Change = {},
): Promise<Answer> {
  const params = { ...sample.params, ...change.params };
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  const query = change.query ?? new URLSearchParams(sample.query).toString();
  const method = (change.method ?? operation.method).toUpperCase();
  const answer = await client.request(method, `${path}${query && `?${query}`}`, {
    ...(method !== 'GET' && bodyOf(sample, change)),
    headers: { ...sample.headers, ...change.headers },
    firstWords: operation.answer.kind === 'events',
  });
  checkAnswer(
    answer,
    method === operation.method.toUpperCase() ? documented(document, operation) : null,
  );
  return answer;
}

function bodyOf(sample: RouteSample, change: Change): { rawBody: string } | { body: unknown } {
  if (change.rawBody !== undefined) return { rawBody: change.rawBody };
  if ('body' in change) return { body: change.body };
  return sample.rawBody === undefined ? { body: sample.body } : { rawBody: sample.rawBody };
}

export function documented(document: ApiDocument, operation: Operation) {
  return document.paths[operation.path]?.[operation.method];
}

function checkAnswer(answer: Answer, described: ReturnType<typeof documented> | null): void {
  const { status, headers, text } = answer;
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  const cache = headers.get('cache-control');
  if (cache !== 'no-store') {
    expect({ status, cache, vary: headers.get('vary') }).toEqual({
      status: 200,
      cache: 'private, max-age=60',
      vary: 'Cookie, Authorization',
    });
  }
  if (described) expect(Object.keys(described.responses)).toContain(String(status));
  if (status < 400) return;
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  const body = errorBody.parse(answer.body);
  expect(errorStatus[body.code], text).toBe(status);
  if (described) expect(described.responses[status]?.description).toContain(`\`${body.code}\``);
}

/** Methods that nobody mounted at the operation's path. */
export function otherMethods(operations: readonly Operation[], path: string): string[] {
  const mounted = new Set<string>(
    operations.filter((one) => one.path === path).map(({ method }) => method),
  );
  const all: Method[] = ['get', 'post', 'put', 'patch', 'delete'];
  return all.filter((method) => !mounted.has(method)).map((method) => method.toUpperCase());
}

/** Names of path parameters that hold an id. */
export function idParameters({ path }: Operation): string[] {
  return [...path.matchAll(/\{(\w+Id)\}/g)].map(([, name = '']) => name);
}

const jsonSchema = z.looseObject({
  properties: z.record(z.string(), z.looseObject({ type: z.string().optional() })).default({}),
});
const bounded = z.looseObject({
  type: z.string(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  enum: z.array(z.unknown()).optional(),
});

function propertiesOf(schema: z.ZodType): Record<string, unknown> {
  return jsonSchema.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
    .properties;
}

/** Query strings that the operation's declared parameters do not allow. */
export function badQueries({ query }: Operation): string[] {
  if (!query) return [];
  return Object.entries(propertiesOf(query)).flatMap(([name, schema]) => {
    const found = bounded.safeParse(schema);
    if (!found.success) return [`${name}=`];
    const { type, minimum, maximum, maxLength } = found.data;
    const values: (string | number)[] = [];
    if (type === 'integer') values.push('', 'many', '1.5', 'NaN', '-1', '9'.repeat(30));
    if (minimum !== undefined) values.push(minimum - 1);
    if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) values.push(maximum + 1);
    if (maxLength !== undefined) values.push('x'.repeat(maxLength + 1));
    return values.map((value) => `${name}=${value}`);
  });
}

/** Bodies with one property of a type that it cannot have. */
export function wrongTypes(sample: RouteSample): unknown[] {
  const whole: unknown[] = [[], null, 'text', 7, true];
  const { body } = sample;
  if (typeof body !== 'object' || body === null) return whole;
  const each = Object.keys(body).flatMap((name) =>
    [{ nested: true }, typeof Reflect.get(body, name) === 'number' ? 'seven' : 7, [[]]].map(
      (value) => ({ ...body, [name]: value }),
    ),
  );
  return [...whole, ...each];
}

/** Bodies that lack one of the sample's properties. */
export function incomplete(operation: Operation, sample: RouteSample): unknown[] {
  const { body } = sample;
  if (!operation.body || typeof body !== 'object' || body === null) return [];
  return Object.keys(body)
    .map((name) => Object.fromEntries(Object.entries(body).filter(([key]) => key !== name)))
    .filter((candidate) => !operation.body?.safeParse(candidate).success);
}
