/** Reads the mapping cases and turns their fields into what the matcher compares. */
import { readFileSync } from 'node:fs';
import type { FieldType } from '@partneros/contract/field';
import { z } from 'zod';
import type { MatchField } from '../../apps/server/src/schema-matching/types.ts';
import {
  readOwnCases,
  type StandardObjects,
  type WrittenCase,
  type WrittenField,
} from './own-cases.ts';

/** A field of a case file. */
export const caseField = z.object({
  name: z.string(),
  label: z.string().nullish(),
  type: z.string(),
  description: z.string().nullish(),
  /** Labels; or values with labels, as vendors' own answers have them. */
  options: z
    .array(z.union([z.string(), z.object({ value: z.string(), label: z.string().nullish() })]))
    .nullish(),
  readOnly: z.boolean().optional(),
  custom: z.boolean().optional(),
  calculated: z.boolean().optional(),
  required: z.boolean().optional(),
});
type CaseField = z.infer<typeof caseField>;

const mappingCase = z.object({
  id: z.string(),
  kind: z.enum(['product', 'authored']),
  source: z.string(),
  note: z.string().optional(),
  leftSchema: z.array(caseField),
  rightSchema: z.array(caseField),
  pairs: z.array(z.tuple([z.string(), z.string()])),
  alternatives: z.record(z.string(), z.array(z.string())).optional(),
  directions: z.record(z.string(), z.enum(['inbound', 'outbound', 'bidirectional'])).optional(),
});

export interface MappingCase {
  id: string;
  /** Who made the answers: what is fitted on one source is never judged on it. */
  source: 'supaglue' | 'lead conversion' | 'aws' | 'authored' | 'own';
  /** Never used in fitting. */
  heldOut: boolean;
  /** Whose fields are on the right; `other` is neither of the two CRMs. */
  platform: 'salesforce' | 'hubspot' | 'other';
  left: MatchField[];
  right: MatchField[];
  /** Every answer that counts as right; an empty set: no counterpart; absent: not judged. */
  answers: Map<string, Set<string>>;
  directions: Map<string, 'inbound' | 'outbound' | 'bidirectional'>;
}

/** Types of the cases' sources in the contract's words. */
const typeWords: [RegExp, FieldType][] = [
  [/^(array|list)|multi/i, 'multipicklist'],
  [/picklist|^enum/i, 'picklist'],
  [/^date ?time$/i, 'datetime'],
  [/^date$/i, 'date'],
  [/^bool/i, 'boolean'],
  [/^int/i, 'integer'],
  [/^(double|number)/i, 'number'],
  [/^currency/i, 'currency'],
  [/^percent/i, 'percent'],
  [/^email/i, 'email'],
  [/^phone/i, 'phone'],
  [/^url/i, 'url'],
  [/^reference/i, 'reference'],
  [/^id$/i, 'id'],
  [/^address/i, 'address'],
  [/textarea|long text|^text$/i, 'text'],
  [/^(string|text)/i, 'string'],
];

function fieldType(type: string): FieldType {
  return typeWords.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
}

/** A field of a case as the matcher compares it; `npm run match` reads its fields the same way. */
export function toField(field: CaseField): MatchField {
  const isWritable = !field.readOnly && !field.calculated;
  return {
    name: field.name,
    label: field.label ?? '',
    type: fieldType(field.type),
    description: field.description ?? null,
    options: (field.options ?? []).map((option) =>
      typeof option === 'string'
        ? { value: option, label: option }
        : { value: option.value, label: option.label ?? option.value },
    ),
    group: null,
    required: field.required ?? false,
    createable: isWritable,
    updateable: isWritable,
    calculated: field.calculated ?? false,
    custom: field.custom ?? field.name.endsWith('__c'),
    unique: false,
    externalId: false,
    restricted: false,
    maxLength: null,
    referenceTo: [],
    compoundOf: null,
    computed: false,
  };
}

/** A field of our side: what nobody can type in is worked out there. */
export function toLeftField(field: CaseField): MatchField {
  const own = toField(field);
  return { ...own, computed: !own.updateable };
}

function sourceName(id: string): MappingCase['source'] {
  if (id.startsWith('supaglue')) return 'supaglue';
  if (id.startsWith('sf-Lead')) return 'lead conversion';
  return id.startsWith('aws') ? 'aws' : 'authored';
}

function answersOf(input: z.infer<typeof mappingCase>): Map<string, Set<string>> {
  const answers = new Map<string, Set<string>>();
  // Only where the case says so is a field without a pair one without a counterpart.
  const nullsJudged = input.kind === 'authored' || /no .*counterpart/.test(input.note ?? '');
  for (const field of input.leftSchema) if (nullsJudged) answers.set(field.name, new Set());
  for (const [left, right] of input.pairs) {
    const known = answers.get(left) ?? new Set();
    for (const name of [right, ...(input.alternatives?.[left] ?? [])]) known.add(name);
    answers.set(left, known);
  }
  return answers;
}

function platformOf(id: string): MappingCase['platform'] {
  const right = id.split('--')[1] ?? '';
  if (right.startsWith('sf-')) return 'salesforce';
  return right.startsWith('hs-') ? 'hubspot' : 'other';
}

type GivenCase = z.infer<typeof mappingCase>;

function readGiven(): GivenCase[] {
  const text = readFileSync(new URL('cases/cases.json', import.meta.url), 'utf8');
  return z.object({ cases: z.array(mappingCase) }).parse(JSON.parse(text)).cases;
}

/** The vendors' own fields of each standard object, as the given cases have them. */
function standardObjects(given: readonly GivenCase[]): StandardObjects {
  const objects = new Map<string, WrittenField[]>();
  for (const { id, rightSchema } of given) {
    const key = (id.split('--')[1] ?? '').replace('-mit', '');
    const isOwn = ({ name, custom }: CaseField): boolean =>
      custom === true || name.endsWith('__c') || /^(test_|autogen|amp_)/.test(name);
    if (objects.has(key)) continue;
    const standard = rightSchema.filter((field) => !isOwn(field));
    objects.set(
      key,
      standard.map((field) => ({ ...field, label: field.label ?? field.name })),
    );
  }
  return objects;
}

function fromOwn(written: WrittenCase): MappingCase {
  return {
    id: written.id,
    source: 'own',
    heldOut: written.heldOut,
    platform: written.platform,
    left: written.leftSchema.map(toLeftField),
    right: written.rightSchema.map(toField),
    answers: written.answers,
    directions: new Map(),
  };
}

/** The given cases in the order of the file, then the own ones by name. */
export function readCases(): MappingCase[] {
  const cases = readGiven();
  const own = readOwnCases(standardObjects(cases)).map(fromOwn);
  const given = cases.map((input): MappingCase => {
    return {
      id: input.id,
      source: sourceName(input.id),
      heldOut: false,
      platform: platformOf(input.id),
      left: input.leftSchema.map(toLeftField),
      right: input.rightSchema.map(toField),
      answers: answersOf(input),
      directions: new Map(Object.entries(input.directions ?? {})),
    };
  });
  return [...given, ...own];
}
