/** A deterministic generator of custom properties as grown portals have them. */
import { SeededRandom } from '../shared/random.ts';
import type { OptionSpec, PropertySpec } from './property-spec.ts';

const SUBJECTS = [
  'Partner',
  'Lead',
  'Webinar',
  'Newsletter',
  'Contract',
  'Trial',
  'Invoice',
  'Event',
  'Region',
  'Persona',
  'Budget',
  'Vertrag',
  'Kunde',
  'Anfrage',
  'Abonnement',
  'Client',
  'Salon',
  'ICP',
] as const;
const ASPECTS = [
  'status',
  'type',
  'date',
  'owner',
  'code',
  'number',
  'amount',
  'level',
  'reason',
  'source',
  'score',
  'count',
  'Datum',
  'Betrag',
  'statut',
  'montant',
  'URL',
  'notes',
] as const;
const SUFFIXES = ['', ' (old)', ' 2', ' [DO NOT USE]', ' - sync', ' 2024', ' test'] as const;
const GROUPS = ['contactinformation', 'sync_properties', 'events_2024', 'custom_fields'] as const;

/** Pairs met in recorded portals, the odd ones too. */
const KINDS = [
  ['string', 'text', 30],
  ['enumeration', 'select', 16],
  ['number', 'number', 12],
  ['bool', 'booleancheckbox', 8],
  ['date', 'date', 7],
  ['datetime', 'date', 6],
  ['string', 'textarea', 5],
  ['enumeration', 'checkbox', 5],
  ['enumeration', 'radio', 3],
  ['enumeration', 'booleancheckbox', 3],
  ['number', 'text', 2],
  ['datetime', 'text', 1],
  ['phone_number', 'phonenumber', 2],
  ['number', 'calculation_equation', 2],
  ['number', 'calculation_rollup', 1],
  ['string', 'html', 1],
] as const;

const WEIGHT = KINDS.reduce((sum, [, , weight]) => sum + weight, 0);

function pickKind(random: SeededRandom): readonly [string, string] {
  let left = random.next() * WEIGHT;
  for (const [type, fieldType, weight] of KINDS) {
    left -= weight;
    if (left < 0) return [type, fieldType];
  }
  return ['string', 'text'];
}

function makeOptions(type: string, fieldType: string, random: SeededRandom): OptionSpec[] {
  if (type === 'bool' || fieldType === 'booleancheckbox') {
    return [
      { value: 'true', label: 'Yes' },
      { value: 'false', label: 'No' },
    ];
  }
  if (type !== 'enumeration') return [];
  const count = random.chance(0.05) ? random.between(120, 220) : random.between(2, 12);
  return Array.from({ length: count }, (_, index) => ({
    value: `${random.pick(ASPECTS).toLowerCase()}_${index + 1}`,
    label: `${random.pick(SUBJECTS)} ${index + 1}`,
    ...(random.chance(0.15) && { description: `Choice number ${index + 1}` }),
    ...(random.chance(0.05) && { hidden: true }),
  }));
}

/** Exactly `count` properties that follow from the seed text alone. */
export function makeOddProperties(seed: string, count: number): PropertySpec[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const label = `${random.pick(SUBJECTS)} ${random.pick(ASPECTS)}${random.pick(SUFFIXES)}`;
    const [type, fieldType] = pickKind(random);
    const name = label
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/_$/, '');
    return {
      name: `${name}_${index + 1}`,
      label,
      type,
      fieldType,
      groupName: random.pick(GROUPS),
      options: makeOptions(type, fieldType, random),
      custom: true,
      formField: random.chance(0.5),
      ...(fieldType.startsWith('calculation') && { calculated: true, readOnlyValue: true }),
      ...(random.chance(0.02) && { hasUniqueValue: true }),
      ...(random.chance(0.1) && { description: `Kept for the ${random.pick(SUBJECTS)} team.` }),
    };
  });
}
