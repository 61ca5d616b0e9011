/** What the seeded orgs are made of. */

import type { RecordTypeSpec } from './describe-object.ts';
import type { FieldSpec } from './field-spec.ts';
import { readFieldTable } from './field-table.ts';
import { makeId } from './ids.ts';
import { customObject, listStandardObjects, type ObjectSpec } from './objects.ts';
import { makeOddFields } from './odd-fields.ts';
import type { SchemaSeed } from './org-schema.ts';

export type OrgFlavour = 'ordinary' | 'partners' | 'large' | 'bare';

/** Object → its standard table. All others have the fields of `common`. */
const STANDARD_TABLES: Readonly<Record<string, string>> = {
  Account: 'account',
  Contact: 'contact',
  Lead: 'lead',
  Opportunity: 'opportunity',
  Campaign: 'campaign',
  OpportunityContactRole: 'opportunity-contact-role',
  User: 'user',
  Task: 'task',
};

/** Flavour → object → tables of fields that come on top. */
const EXTRA_TABLES: Readonly<Record<OrgFlavour, Readonly<Record<string, readonly string[]>>>> = {
  ordinary: {
    Account: ['northwind-account'],
    Contact: ['northwind-contact'],
    Lead: ['northwind-lead'],
    Opportunity: ['northwind-opportunity'],
  },
  partners: {
    Account: ['prm-account', 'partners-account'],
    Contact: ['partners-contact'],
    Lead: ['partners-lead'],
    Opportunity: ['partners-opportunity'],
    Partner_Agreement__c: ['partners-agreement'],
  },
  large: { Account: ['prm-account'] },
  bare: { Account: ['small-account'] },
};

const MASTER: RecordTypeSpec = {
  id: '012000000000000AAA',
  name: 'Master',
  developerName: 'Master',
  active: true,
  available: true,
  isDefault: true,
  master: true,
};

const PARTNER_RECORD_TYPES: Readonly<Record<string, readonly (readonly [string, boolean])[]>> = {
  Account: [
    ['Customer', true],
    ['Partner', true],
    ['Legacy_Reseller', false],
  ],
  Opportunity: [
    ['Direct', true],
    ['Partner_Deal', true],
  ],
};

/** How many fields Salesforce lets an object have at most [vendor limits page]; the large org is below. */
export interface SeedSize {
  /** Fields of an object, counting the standard ones; absent: only what the tables hold. */
  fieldsPerObject?: Readonly<Record<string, number>> | number;
}

function objectsOf(flavour: OrgFlavour): ObjectSpec[] {
  const prm = flavour === 'partners' || flavour === 'large';
  const standard = listStandardObjects().filter((object) => prm || !object.prmOnly);
  if (flavour !== 'partners') return [...standard];
  return [
    ...standard,
    customObject('Partner_Agreement__c', 'Partner Agreement', 'Partner Agreements', 'a01'),
  ];
}

function wantedCount(object: string, size: SeedSize): number {
  const wanted = size.fieldsPerObject;
  if (wanted === undefined) return 0;
  if (typeof wanted === 'number') return object in STANDARD_TABLES ? wanted : 0;
  return wanted[object] ?? 0;
}

function recordTypes(flavour: OrgFlavour, object: string, pod: string): readonly RecordTypeSpec[] {
  const named = flavour === 'partners' ? PARTNER_RECORD_TYPES[object] : undefined;
  if (!named) return [MASTER];
  const types = named.map(([developerName, active], index) => ({
    id: makeId('012', pod, index + 1),
    name: developerName.replaceAll('_', ' '),
    developerName,
    active,
    available: active,
    isDefault: index === 0,
    master: false,
  }));
  return [...types, { ...MASTER, isDefault: false }];
}

/** @param key the org's key; the generated fields follow from it alone */
export function seedSchema(
  key: string,
  flavour: OrgFlavour,
  pod: string,
  size: SeedSize,
): SchemaSeed {
  return {
    objects: objectsOf(flavour),
    fieldsOf(object): FieldSpec[] {
      const extra = EXTRA_TABLES[flavour][object] ?? [];
      const tables = [STANDARD_TABLES[object] ?? 'common', ...extra];
      const fields = tables.flatMap((table) => [...readFieldTable(table)]);
      const missing = wantedCount(object, size) - fields.length;
      return missing > 0 ? [...fields, ...makeOddFields(`${key}/${object}`, missing)] : fields;
    },
    recordTypesOf: (object) => recordTypes(flavour, object, pod),
  };
}
