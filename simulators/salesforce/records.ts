/**
 * A few dozen records per main object, the same ones each time for an org: names of invented
 * companies and people, and values that fit each field's type. Made when first asked for.
 */
import { SeededRandom } from '../shared/random.ts';
import type { FieldSpec, FieldType } from './field-spec.ts';
import { makeId } from './ids.ts';

export type SObject = Readonly<Record<string, string | number | boolean | null>>;
type Value = SObject[string];

const COUNTS: Readonly<Record<string, number>> = {
  Account: 40,
  Contact: 60,
  Lead: 30,
  Opportunity: 48,
  Campaign: 6,
  User: 3,
  Partner_Agreement__c: 12,
};

const PREFIXES: Readonly<Record<string, string>> = {
  Account: '001',
  Contact: '003',
  Lead: '00Q',
  Opportunity: '006',
  Campaign: '701',
  User: '005',
  Partner_Agreement__c: 'a01',
};

const COMPANIES = [
  'Alder',
  'Birch',
  'Cobalt',
  'Delta',
  'Ember',
  'Fjord',
  'Garnet',
  'Harbor',
  'Indigo',
  'Juniper',
] as const;
const KINDS = ['Systems', 'Consulting', 'Networks', 'Logistics'] as const;
const FIRST_NAMES = ['Ada', 'Bruno', 'Chiara', 'Dmitri', 'Emma', 'Farid', 'Greta', 'Hiro'] as const;
const LAST_NAMES = ['Keller', 'Laurent', 'Murray', 'Novak', 'Okafor', 'Peters', 'Sato'] as const;
const CITIES = ['Berlin', 'Lyon', 'Oslo', 'Leeds', 'Austin', 'Osaka'] as const;
const FIRST_DAY = Date.UTC(2025, 8, 1);
const DAY = 86_400_000;

interface Draft {
  object: string;
  index: number;
  pod: string;
  random: SeededRandom;
}

function companyName(index: number): string {
  const kind = KINDS[Math.floor(index / COMPANIES.length) % KINDS.length];
  return `${COMPANIES[index % COMPANIES.length]} ${kind}`;
}

function personName(index: number): { first: string; last: string } {
  return {
    first: FIRST_NAMES[index % FIRST_NAMES.length] ?? '',
    last: LAST_NAMES[index % LAST_NAMES.length] ?? '',
  };
}

/** `2025-09-01T08:15:00.000+0000`: Salesforce writes the zone without a colon (recorded). */
function dateTime(epoch: number): string {
  return new Date(epoch).toISOString().replace('Z', '+0000');
}

/** Fields whose values must make sense together. */
function wellKnown(draft: Draft): Record<string, Value> {
  const { index, object } = draft;
  const { first, last } = personName(index);
  const company = companyName(index);
  const domain = `${company.toLowerCase().replace(' ', '-')}.example`;
  const at = FIRST_DAY + index * DAY;
  const common = {
    Id: idOf(object, draft.pod, index),
    IsDeleted: false,
    CreatedDate: dateTime(at),
    LastModifiedDate: dateTime(at + DAY),
    SystemModstamp: dateTime(at + DAY),
  };
  const person = {
    FirstName: first,
    LastName: last,
    Email: `${first}.${last}@${domain}`.toLowerCase(),
  };
  switch (object) {
    case 'Account':
      return { ...common, Name: company, Website: `https://www.${domain}` };
    case 'Contact':
      return { ...common, ...person, Name: `${first} ${last}` };
    case 'Lead':
      return {
        ...common,
        ...person,
        Name: `${first} ${last}`,
        Company: company,
        IsConverted: false,
      };
    case 'User':
      return { ...common, ...person, Name: `${first} ${last}`, IsActive: true };
    default:
      return { ...common, Name: `${company} – ${object.replace('__c', '')} ${index + 1}` };
  }
}

function idOf(object: string, pod: string, index: number): string {
  return makeId(PREFIXES[object] ?? 'a0z', pod, index + 1);
}

function referenceValue(field: FieldSpec, draft: Draft): Value {
  const target = field.referenceTo?.at(-1) ?? '';
  const count = COUNTS[target];
  return count === undefined ? null : idOf(target, draft.pod, draft.random.between(0, count - 1));
}

function textValue(field: FieldSpec, { random, index }: Draft): string {
  if (/City/.test(field.name)) return random.pick(CITIES);
  return `${field.label} ${index + 1}`.slice(0, field.length ?? 255);
}

function someDay({ random }: Draft): number {
  return FIRST_DAY + random.between(0, 500) * DAY;
}

const someNumber = (_field: FieldSpec, { random }: Draft): Value => random.between(1, 90_000);

/** A value of each type that has one here; all other types stay empty. */
const VALUES: Partial<Record<FieldType, (field: FieldSpec, draft: Draft) => Value>> = {
  boolean: (_field, { random }) => random.chance(0.5),
  int: someNumber,
  double: someNumber,
  currency: someNumber,
  percent: (_field, { random }) => random.between(1, 100),
  date: (_field, draft) => dateTime(someDay(draft)).slice(0, 10),
  datetime: (_field, draft) => dateTime(someDay(draft)),
  picklist: ({ picklist = [] }, { random }) =>
    picklist[random.between(0, picklist.length - 1)]?.value ?? null,
  reference: referenceValue,
  phone: (_field, { index }) => `+49 30 555${String(1000 + index)}`,
  string: textValue,
  textarea: textValue,
};

/** @param seed the org's key */
export function makeRecords(
  seed: string,
  object: string,
  pod: string,
  fields: readonly FieldSpec[],
): SObject[] {
  return Array.from({ length: COUNTS[object] ?? 0 }, (_, index) => {
    const draft = { object, index, pod, random: new SeededRandom(`${seed}/${object}/${index}`) };
    const record: Record<string, Value> = {};
    for (const field of fields) {
      const isEmpty = draft.random.chance(0.3) && field.access === undefined;
      record[field.name] = isEmpty ? null : (VALUES[field.type]?.(field, draft) ?? null);
    }
    return { ...record, ...wellKnown(draft) };
  });
}
