/** Values from a JSON schema: good ones, and good ones spoiled in one place. */
import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';

/** The parts of a schema that values are made from. */
const node = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxItems: z.number().optional(),
  minItems: z.number().optional(),
});
type Node = z.infer<typeof node>;

export type Definitions = Readonly<Record<string, unknown>>;

/** Strings that have broken something somewhere. */
export const oddStrings: readonly string[] = [
  '',
  ' ',
  '\t\n',
  'null',
  'undefined',
  'NaN',
  '-1',
  '0x10',
  '1e308',
  '../../etc/passwd',
  '..%2f..%2fetc',
  "' or 1=1 --",
  '"; drop table users; --',
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  '=1+1',
  '%00',
  '%',
  '\\',
  '\u202e\u200b\ufeff',
  'ﬁ İ ß ǅ',
  '😀'.repeat(40),
  'e\u0301'.repeat(30),
  'a'.repeat(300),
  'x'.repeat(5_000),
  '__proto__',
  'constructor',
  'toString',
  '00000000-0000-0000-0000-000000000000',
  '019A5C2E-7D1B-7C3A-9F00-1B2C3D4E5F60',
  '2026-02-30',
  '2026-11-21T10:00:00+25:00',
  '9'.repeat(400),
];

const oddString = fc.oneof(fc.constantFrom(...oddStrings), fc.string({ unit: 'grapheme' }));

/** Anything that JSON can say, the odd included. */
export const oddValue: Arbitrary<unknown> = fc.oneof(
  oddString,
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, -0, 1e308, 2 ** 53, -(2 ** 63)),
  fc.constantFrom<unknown>([], {}, [[]], [{}], { length: 5 }, { toString: 1 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.jsonValue({ maxDepth: 4 }),
);

/** Values that the schema allows, nearly always (a pattern may be missed). */
export function valuesOf(schema: unknown, definitions: Definitions, depth = 0): Arbitrary<unknown> {
  const found = node.safeParse(schema);
  if (!found.success || depth > 8) return fc.constant(null);
  const one = found.data;
  if (one.$ref !== undefined) {
    const name = one.$ref.split('/').at(-1) ?? '';
    return valuesOf(definitions[name], definitions, depth + 1);
  }
  return (
    ofChoices(one, definitions, depth) ??
    ofType([one.type ?? 'object'].flat(), one, definitions, depth)
  );
}

/** One of listed values or schemas; null when the schema lists none. */
function ofChoices(one: Node, definitions: Definitions, depth: number): Arbitrary<unknown> | null {
  if ('const' in one) return fc.constant(one.const);
  if (one.enum?.length) return fc.constantFrom(...one.enum);
  const choices = one.anyOf ?? one.oneOf ?? one.allOf;
  if (!choices?.length) return null;
  return fc.oneof(...choices.map((choice) => valuesOf(choice, definitions, depth + 1)));
}

function ofType(
  types: readonly string[],
  one: Node,
  definitions: Definitions,
  depth: number,
): Arbitrary<unknown> {
  const make: Record<string, () => Arbitrary<unknown>> = {
    string: () => stringsOf(one),
    integer: () => fc.integer(boundsOf(one)),
    number: () => fc.integer(boundsOf(one)),
    boolean: () => fc.boolean(),
    null: () => fc.constant(null),
    array: () =>
      fc.array(valuesOf(one.items, definitions, depth + 1), {
        minLength: Math.min(one.minItems ?? 0, 20),
        maxLength: Math.min(one.maxItems ?? 5, 20),
      }),
    object: () => objectsOf(one, definitions, depth),
  };
  return fc.oneof(...types.map((type) => make[type]?.() ?? oddValue));
}

function boundsOf({ minimum, maximum }: Node): { min: number; max: number } {
  const limit = 2 ** 31 - 1;
  const min = Math.max(minimum ?? -limit, -limit);
  return { min, max: Math.max(min, Math.min(maximum ?? limit, limit)) };
}

function objectsOf(one: Node, definitions: Definitions, depth: number): Arbitrary<unknown> {
  const entries = Object.entries(one.properties ?? {});
  const model = Object.fromEntries(
    entries.map(([name, schema]) => [name, valuesOf(schema, definitions, depth + 1)]),
  );
  const required = one.required ?? [];
  return fc.record(model, {
    requiredKeys: entries.map(([name]) => name).filter((name) => required.includes(name)),
  });
}

const byFormat: Readonly<Record<string, () => Arbitrary<string>>> = {
  uuid: () => fc.uuid({ version: [4, 7] }),
  email: () => fc.emailAddress(),
  uri: () => fc.webUrl(),
  'date-time': () =>
    fc
      .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  date: () =>
    fc
      .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
};

function stringsOf(one: Node): Arbitrary<string> {
  const ofFormat = byFormat[one.format ?? '']?.();
  if (ofFormat) return ofFormat;
  if (one.pattern !== undefined) return ofPattern(one.pattern);
  const minLength = Math.min(one.minLength ?? 0, 200);
  const maxLength = Math.max(minLength, Math.min(one.maxLength ?? 30, 200));
  return fc.string({ minLength, maxLength, unit: 'grapheme' });
}

function ofPattern(pattern: string): Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    // fast-check makes no strings for some patterns, such as those that look ahead.
    return fc.string();
  }
}

/** The value with one place in it changed: another value, a member more, less or renamed. */
export function spoil(value: unknown, place: number, odd: unknown, way: number): unknown {
  const places = placesOf(value, []);
  const path = places[place % places.length] ?? [];
  const copy: unknown = structuredClone(value);
  return change(copy, path, odd, way);
}

type Path = readonly (string | number)[];

function placesOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...path, key])),
  ];
}

function change(value: unknown, path: Path, odd: unknown, way: number): unknown {
  const [key, ...rest] = path;
  if (key === undefined)
    return way % 4 === 1 && isRecord(value) ? { ...value, [oddName(way)]: odd } : odd;
  if (!isRecord(value) && !Array.isArray(value)) return odd;
  // Members of a copy that nobody else holds; arrays take keys as objects do.
  const holder = value as Record<string | number, unknown>;
  if (rest.length > 0) holder[key] = change(holder[key], rest, odd, way);
  else if (way % 4 === 2) delete holder[key];
  else if (way % 4 === 3) holder[oddName(way)] = holder[key];
  else holder[key] = odd;
  return holder;
}

function oddName(way: number): string {
  return ['unknown', '__proto__', 'constructor', 'organizationId', '', '$where'][way % 6] ?? '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
