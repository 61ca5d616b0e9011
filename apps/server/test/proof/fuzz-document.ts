/** The OpenAPI document as the fuzz reads it: requests are made from it, answers held against it. */
import { z } from 'zod';
import type { RawAnswer } from './request.ts';
import type { Definitions } from './schema-values.ts';

const media = z.record(z.string(), z.looseObject({ schema: z.unknown() }));
const operation = z.looseObject({
  operationId: z.string(),
  'x-effect': z.string().optional(),
  'x-rate-limit': z.string(),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.enum(['path', 'query', 'header', 'cookie']),
        schema: z.unknown(),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ content: media }).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ description: z.string(), content: media.optional() }),
  ),
});

const fuzzDocument = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()).default({}) }),
});

export interface FuzzOperation extends z.infer<typeof operation> {
  method: string;
  path: string;
}

export interface FuzzDocument {
  operations: FuzzOperation[];
  definitions: Definitions;
}

export function readDocument(document: unknown): FuzzDocument {
  const { paths, components } = fuzzDocument.parse(document);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ ...one, method, path })),
  );
  return { operations, definitions: components.schemas };
}

/** Tells what an answer has that the document does not; null when it is as described. */
export type Describes = (operation: FuzzOperation, answer: RawAnswer) => string | null;

export function createDescribes({ definitions }: FuzzDocument): Describes {
  const validators = new Map<unknown, z.ZodType>();
  const validatorOf = (schema: unknown): z.ZodType => {
    const made = validators.get(schema) ?? toValidator(schema, definitions);
    validators.set(schema, made);
    return made;
  };
  return ({ responses }, answer) => {
    const described = responses[String(answer.status)];
    if (!described) return 'a status that is not documented';
    if (answer.text === '' || described.content === undefined) return null;
    const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
    const content = described.content[type] ?? described.content['*/*'];
    if (!content) return `the content type ${type}, which is not documented`;
    if (type !== 'application/json') return null;
    const result = validatorOf(content.schema).safeParse(JSON.parse(answer.text));
    if (!result.success) return `a body that its schema does not allow: ${firstOf(result.error)}`;
    return answer.status >= 400 ? undocumentedCode(described.description, answer.text) : null;
  };
}

function firstOf({ issues }: z.ZodError): string {
  return `${issues[0]?.path.join('.')}: ${issues[0]?.message}`;
}

function undocumentedCode(description: string, text: string): string | null {
  const { code } = z.looseObject({ code: z.string() }).parse(JSON.parse(text));
  return description.includes(`\`${code}\``) ? null : `the code ${code}, which is not documented`;
}

/** The validator is made from the document alone: nothing of the product's own schemas is used. */
function toValidator(schema: unknown, definitions: Definitions): z.ZodType {
  const moved: unknown = JSON.parse(
    JSON.stringify({ schema, definitions }).replaceAll('#/components/schemas/', '#/$defs/'),
  );
  const parts = z
    .object({ schema: z.looseObject({}), definitions: z.looseObject({}) })
    .parse(moved);
  // z.fromJSONSchema takes what any JSON document holds.
  return z.fromJSONSchema({ ...parts.schema, $defs: parts.definitions } as Parameters<
    typeof z.fromJSONSchema
  >[0]);
}
