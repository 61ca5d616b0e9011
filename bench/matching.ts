/**
 * Speed of schema matching on one core: 40 PartnerOS fields against a large CRM object.
 *
 * The schemas are made up here: standard-looking and odd custom fields, each with a label, every
 * third with help text, every fifth with options. Processor time, collector threads included, stands
 * beside the clock for machines that do other work meanwhile.
 */

import type { FieldType } from '@partneros/contract/field';
import { fieldCatalogue } from '@partneros/contract/field-catalogue';
import {
  contentHash,
  embedField,
  prepareSchema,
  suggestPairs,
  toMatchField,
} from '../apps/server/src/schema-matching/index.ts';
import type { MatchField } from '../apps/server/src/schema-matching/types.ts';
import { atMost, type Bench, format, type Report } from './support/report.ts';
import { type Timing, timeWork } from './support/timing.ts';

const subjects =
  'Partner,Customer,Billing,Shipping,Renewal,Contract,Invoice,Support,Marketing,Legal,Region,Vertical,Campaign,Onboarding,Training'.split(
    ',',
  );
const values =
  'Amount,Status,Start Date,Owner,Score,Country,City,Type,Tier,Email,Phone,Reason,Notes,Count,Code'.split(
    ',',
  );
const details = 'Primary,Secondary,Legacy,Current'.split(',');
const types: FieldType[] = [
  'string',
  'picklist',
  'currency',
  'date',
  'number',
  'reference',
  'text',
];

function madeUpField(index: number): MatchField {
  const subject = subjects[index % subjects.length] ?? '';
  const value = values[Math.floor(index / subjects.length) % values.length] ?? '';
  const detail = details[Math.floor(index / (subjects.length * values.length))] ?? `Set ${index}`;
  const label = `${detail} ${subject} ${value}`;
  const hasOptions = index % 5 === 0;
  return {
    name: `${label.replace(/ /g, '_')}__c`,
    label,
    type: hasOptions ? 'picklist' : (types[index % types.length] ?? 'string'),
    description: index % 3 === 0 ? `Holds the ${value} that belongs to the ${subject}.` : null,
    options: hasOptions
      ? ['New', 'Active', 'On hold', 'Closed', `${subject} only`].map((text) => ({
          value: text,
          label: text,
        }))
      : [],
    group: null,
    required: false,
    createable: index % 7 !== 0,
    updateable: index % 7 !== 0,
    calculated: false,
    custom: true,
    unique: false,
    externalId: false,
    restricted: false,
    maxLength: 255,
    referenceTo: [],
    compoundOf: null,
    computed: false,
  };
}

const left = fieldCatalogue.partner.slice(0, 40).map(toMatchField);

function schema(size: number): MatchField[] {
  return Array.from({ length: size }, (_, index) => madeUpField(index));
}

function vectorsOf(...sides: MatchField[][]): Map<string, Uint8Array> {
  return new Map(sides.flat().map((field) => [contentHash(field), embedField(field)]));
}

function run(right: MatchField[], vectors: ReadonlyMap<string, Uint8Array>): void {
  suggestPairs({
    left: prepareSchema({ objectType: 'partner', platform: null, fields: left, vectors }),
    right: prepareSchema({ objectType: 'Account', platform: 'salesforce', fields: right, vectors }),
  });
}

function prepared(objectType: string, fields: MatchField[], vectors: Map<string, Uint8Array>) {
  const platform = objectType === 'partner' ? null : 'salesforce';
  return prepareSchema({ objectType, platform, fields, vectors });
}

export const matchingBench: Bench = {
  name: 'matching',
  async run(): Promise<Report[]> {
    const thousand = schema(1000);
    const cached = vectorsOf(left, thousand);
    const none = new Map<string, Uint8Array>();
    const both = {
      left: prepared('partner', left, cached),
      right: prepared('Account', thousand, cached),
    };
    const cold = timeWork(() => run(thousand, none), { rounds: 1, warmUp: 0 });
    const timings: { title: string; limit: number; timing: Timing }[] = [
      {
        title: '40 × 1,000, both sides prepared',
        limit: 150,
        timing: timeWork(() => suggestPairs(both)),
      },
      {
        title: '40 × 1,000, vectors cached',
        limit: 150,
        timing: timeWork(() => run(thousand, cached)),
      },
      {
        title: '40 × 1,000, nothing cached',
        limit: 600,
        timing: timeWork(() => run(thousand, none)),
      },
      { title: '40 × 1,000, first run of the process', limit: 600, timing: cold },
    ];
    const sizes = [...cached.values()].map((bytes) => bytes.length);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    return [
      {
        title: 'Schema matching on one core',
        head: ['what', 'p50 ms', 'p95 ms', 'processor ms', 'limit ms', 'p50 of the limit'],
        rows: timings.map(({ title, limit, timing }) => [
          title,
          format(timing.p50),
          format(timing.p95),
          format(timing.processor),
          String(limit),
          `${Math.round((100 * timing.p50) / limit)} %`,
        ]),
        notes: [`Stored vector: ${Math.round(mean)} bytes a field on average.`],
        verdicts: timings.map(({ title, limit, timing }) =>
          atMost(`matching ${title}`, timing.p50, limit, 'ms'),
        ),
      },
    ];
  },
};
