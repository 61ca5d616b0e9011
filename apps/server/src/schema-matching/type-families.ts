/** Which types can hold each other's values, and how well. */
import type { FieldType } from '@partneros/contract/field';

type Family =
  | 'text'
  | 'number'
  | 'money'
  | 'boolean'
  | 'date'
  | 'choice'
  | 'choices'
  | 'reference'
  | 'email'
  | 'phone'
  | 'url'
  | 'address'
  | 'json'
  | 'binary'
  | 'other';

const families: Record<FieldType, Family> = {
  string: 'text',
  text: 'text',
  number: 'number',
  integer: 'number',
  percent: 'number',
  currency: 'money',
  boolean: 'boolean',
  date: 'date',
  datetime: 'date',
  picklist: 'choice',
  multipicklist: 'choices',
  reference: 'reference',
  id: 'reference',
  email: 'email',
  phone: 'phone',
  url: 'url',
  address: 'address',
  json: 'json',
  binary: 'binary',
  other: 'other',
};

/**
 * Judged by hand: 1 the same, 0 says nothing, below 0 unlikely. Pairs not listed are impossible
 * where both sides have a strict form (`strict`), else −0.6. HubSpot keeps phones, links and
 * references as strings, numbers or enumerations, hence the leniency towards those.
 */
const compatibilities = `
text choice 0.4; text choices 0.2; text reference 0; text email 0.6; text phone 0.6; text url 0.6
text number -0.2; text money -0.3; text boolean -0.6; text date -0.3; text address 0.1; text json 0.1
number money 0.7; number choice 0; number reference 0.2; number boolean -0.4; number date -0.8
choice choices 0.6; choice reference 0.3; choice boolean 0.2; choice phone -0.6; choice email -0.6
choices reference 0.1; choices json 0.2; reference email -0.4; url binary 0.2; email url -0.8
money choice -0.4; address json 0; binary text -0.6; choices number -0.6; choice url -0.6
`;

const strict: ReadonlySet<Family> = new Set([
  'number',
  'money',
  'boolean',
  'date',
  'reference',
  'email',
  'phone',
  'url',
  'binary',
]);

const table = new Map<string, number>();
for (const entry of compatibilities.trim().split(/[;\n]/)) {
  const [first, second, value] = entry.trim().split(' ');
  table.set(`${first} ${second}`, Number(value));
  table.set(`${second} ${first}`, Number(value));
}

function sameFamily(left: FieldType, right: FieldType): number {
  if (left === right) return 1;
  const isPercent = left === 'percent' || right === 'percent';
  return isPercent ? 0.4 : 0.9;
}

/** How well a value of one type goes into the other, −1 to 1; null: it cannot be. */
export function typeCompatibility(left: FieldType, right: FieldType): number | null {
  const first = families[left];
  const second = families[right];
  if (first === second) return sameFamily(left, right);
  if (first === 'other' || second === 'other') return 0;
  const known = table.get(`${first} ${second}`);
  if (known !== undefined) return known;
  return strict.has(first) && strict.has(second) ? null : -0.6;
}
