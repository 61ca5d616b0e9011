/**
 * A deterministic generator of custom fields as grown orgs have them: managed packages, two
 * languages, abbreviations, duplicate labels with a read-only twin, formulas, dependent picklists,
 * encrypted texts, huge picklists, long labels, fields nobody may edit.
 */
import { SeededRandom } from '../shared/random.ts';
import type { FieldSpec, PicklistEntry } from './field-spec.ts';

const PACKAGES = ['npsp', 'dnbi', 'SBQQ', 'zoominfo', 'pardot', 'dlrs'] as const;
const SUBJECTS = [
  'Partner',
  'Customer',
  'Contract',
  'Renewal',
  'Invoice',
  'Billing',
  'Shipping',
  'Support',
  'Region',
  'Budget',
  'Forecast',
  'Margin',
  'Discount',
  'Licence',
  'Training',
  'Onboarding',
  'Vertriebs',
  'Kunden',
  'Rechnungs',
  'Kundendienst',
  'Fournisseur',
  'Remise',
  'Chiffre',
  'Équipe',
] as const;
const ASPECTS = [
  'Status',
  'Type',
  'Date',
  'Owner',
  'Code',
  'Number',
  'Amount',
  'Level',
  'Reason',
  'Source',
  'Gruppe',
  'Datum',
  'Nummer',
  'Betrag',
  'Statut',
  'Numéro',
  'Montant',
  'Qty',
  'Amt',
  'Dt',
  'Cd',
] as const;
const SUFFIXES = ['', ' (old)', ' 2', ' NEW', ' - do not use', ' YTD', ' FY26', ' (Sync)'] as const;
const TARGETS = ['Account', 'Contact', 'User', 'Opportunity'] as const;

type Maker = (name: string, label: string, random: SeededRandom) => FieldSpec[];

function entries(random: SeededRandom, count: number): PicklistEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    value: `${random.pick(ASPECTS)} ${index + 1}`,
    active: !random.chance(0.08),
    ...(random.chance(0.2) && { label: `${random.pick(SUBJECTS)} ${index + 1}` }),
  }));
}

const MAKERS: readonly (readonly [number, Maker])[] = [
  [24, (name, label, random) => [{ name, label, type: 'string', length: random.between(10, 255) }]],
  [
    14,
    (name, label, random) => [
      {
        name,
        label,
        type: 'picklist',
        picklist: entries(random, random.between(3, 14)),
        attributes: { restrictedPicklist: random.chance(0.5) },
      },
    ],
  ],
  [9, (name, label) => [{ name, label, type: 'boolean' }]],
  [
    9,
    (name, label, random) => [
      { name, label, type: 'double', precision: 18, scale: random.between(0, 6) },
    ],
  ],
  [8, (name, label) => [{ name, label, type: 'date' }]],
  [5, (name, label) => [{ name, label, type: 'datetime' }]],
  [6, (name, label) => [{ name, label, type: 'currency', precision: 16, scale: 2 }]],
  [
    4,
    (name, label, random) => [
      { name, label, type: 'percent', precision: 5, scale: random.between(0, 2) },
    ],
  ],
  [
    5,
    (name, label, random) => [
      { name, label, type: 'reference', referenceTo: [random.pick(TARGETS)] },
    ],
  ],
  [5, (name, label) => [{ name, label, type: 'textarea', length: 32768 }]],
  [3, (name, label) => [{ name, label, type: 'email' }]],
  [2, (name, label) => [{ name, label, type: 'phone' }]],
  [3, (name, label) => [{ name, label, type: 'url' }]],
  [
    6,
    (name, label, random) => [
      {
        name,
        label,
        type: random.pick(['double', 'string', 'boolean', 'currency']),
        formula: `IF(ISBLANK(Name), 0, ${random.between(1, 99)})`,
        help: `Computed: ${label}`,
      },
    ],
  ],
  [
    4,
    (name, label, random) => [
      { name, label, type: 'multipicklist', picklist: entries(random, random.between(4, 20)) },
    ],
  ],
  [
    2,
    (name, label, random) => [
      { name, label, type: 'picklist', picklist: entries(random, random.between(180, 260)) },
    ],
  ],
  [2, (name, label) => [{ name, label, type: 'encryptedstring', length: 80 }]],
  [2, (name, label) => [{ name, label, type: 'string', length: 18, editable: false }]],
  [2, dependentPair],
  [3, readOnlyTwin],
  [
    2,
    (name, label) => [
      {
        name,
        label,
        type: 'string',
        length: 64,
        attributes: { externalId: true, idLookup: true, unique: true },
      },
    ],
  ],
  [1, location],
];

/** A picklist and another that depends on it. */
function dependentPair(name: string, label: string, random: SeededRandom): FieldSpec[] {
  const controlling = entries(random, random.between(3, 12));
  const values = controlling.map((entry) => entry.value);
  const dependent = entries(random, random.between(4, 18)).map((entry) => ({
    ...entry,
    validFor: values.filter(() => random.chance(0.4)),
  }));
  return [
    { name, label, type: 'picklist', picklist: controlling },
    {
      name: name.replace(/__c$/, '_Detail__c'),
      label: `${label} Detail`,
      type: 'picklist',
      picklist: dependent,
      controller: name,
    },
  ];
}

/** Two fields with one label, of which only the first can be written. */
function readOnlyTwin(name: string, label: string): FieldSpec[] {
  return [
    { name, label, type: 'string', length: 80 },
    { name: name.replace(/__c$/, '_c__c'), label, type: 'string', formula: name },
  ];
}

/** A geolocation: a compound field and its two parts. */
function location(name: string, label: string): FieldSpec[] {
  const part = (axis: string): FieldSpec => ({
    name: name.replace(/__c$/, `__${axis}__s`),
    label: `${label} (${axis})`,
    type: 'double',
    precision: 18,
    scale: 15,
    compound: name,
    attributes: { custom: true },
  });
  return [part('Latitude'), part('Longitude'), { name, label, type: 'location' }];
}

const WEIGHT = MAKERS.reduce((sum, [weight]) => sum + weight, 0);

function pickMaker(random: SeededRandom): Maker {
  let left = random.next() * WEIGHT;
  for (const [weight, maker] of MAKERS) {
    left -= weight;
    if (left < 0) return maker;
  }
  return readOnlyTwin;
}

function makeLabel(random: SeededRandom): string {
  const label = `${random.pick(SUBJECTS)} ${random.pick(ASPECTS)}${random.pick(SUFFIXES)}`;
  if (!random.chance(0.04)) return label;
  return `${label} as agreed with the regional sales office, see the wiki`.slice(0, 80);
}

/** Field names hold ASCII letters, digits and single underscores only. */
function makeName(label: string, serial: number, random: SeededRandom): string {
  const plain = label
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
  const stem = random.chance(0.3) ? plain.replace(/(?<=\w)[aeiou]/g, '') : plain;
  const own = `${stem.slice(0, 30).replace(/_+$/, '')}_${serial}__c`;
  return random.chance(0.25) ? `${random.pick(PACKAGES)}__${own}` : own;
}

/** Exactly `count` fields that follow from the seed text alone. */
export function makeOddFields(seed: string, count: number): FieldSpec[] {
  const random = new SeededRandom(seed);
  const fields: FieldSpec[] = [];
  for (let serial = 1; fields.length < count; serial += 1) {
    const label = makeLabel(random);
    const made = pickMaker(random)(makeName(label, serial, random), label, random);
    // a pair that no longer fits whole would lose its controller or its parts
    if (fields.length + made.length <= count) fields.push(...made);
  }
  return fields;
}
