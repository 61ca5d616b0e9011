/**
 * Compares the simulators with recorded answers of real orgs and portals, where these are at hand.
 * The recordings are no part of the project: without them these tests are skipped, and say so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeProperty } from '../hubspot/property-spec.ts';
import { describeField, FIELD_ATTRIBUTES } from '../salesforce/describe-field.ts';
import { describeGlobalEntry } from '../salesforce/describe-object.ts';
import { readFieldTable } from '../salesforce/field-table.ts';
import { listStandardObjects } from '../salesforce/objects.ts';
import { OrgSchema } from '../salesforce/org-schema.ts';
import { seedSchema } from '../salesforce/seeds.ts';
import { type Body, get, startCrms } from './support.ts';

const FOLDER =
  process.env['PARTNEROS_RECORDED_DATA'] ??
  new URL('../../../shared/data', import.meta.url).pathname;
const isPresent = existsSync(join(FOLDER, 'salesforce'));

if (!isPresent) {
  console.log(
    'Skipped: no recorded CRM data. Set PARTNEROS_RECORDED_DATA to its folder to compare shapes.',
  );
}

function read(path: string): Body {
  return JSON.parse(readFileSync(join(FOLDER, path), 'utf8')) as Body; // only looked at, never trusted
}

function list(body: Body, name: string): Body[] {
  const value = body[name];
  if (!Array.isArray(value)) throw new Error(`${name} is no list`);
  return value as Body[]; // a list of objects in every recording
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

const DESCRIBES = {
  account: 'salesforce/elasticio.Account.v46.json',
  prm: 'salesforce/cumulusci.Account.2022-04-13.ec7b919f.json',
  contact: 'salesforce/cumulusci.Contact.2022-04-13.9882ed85.json',
  lead: 'salesforce/cumulusci.Lead.2024-01-31.368b0004.json',
  opportunity: 'salesforce/cumulusci.Opportunity.2022-04-13.e855cccc.json',
  'opportunity-contact-role':
    'salesforce/cumulusci.OpportunityContactRole.2022-04-13.4dc4780b.json',
} as const;

/** Values of these differ from org to org. */
const OWN_TO_THE_ORG = new Set(['picklistValues', 'label']);

function describeSeeded(object: string, version: string): Body {
  const seed = seedSchema('compare', 'large', 'kx', { fieldsPerObject: 400 });
  return new OrgSchema(seed).describe(object, version, 'https://org.example');
}

describe.skipIf(!isPresent)('Salesforce, beside recordings', () => {
  it('names the same 57 attributes in the same order', () => {
    for (const path of Object.values(DESCRIBES)) {
      for (const field of list(read(path), 'fields')) {
        expect(Object.keys(field)).toEqual(FIELD_ATTRIBUTES);
      }
    }
  });

  it('drops the two attributes that v42 lacks', () => {
    const old = list(read('salesforce/grouparoo.Contact.2020-09-17.na135.57ea53.json'), 'fields');
    const ours = describeField({ name: 'A', label: 'A', type: 'string' }, undefined, 42);
    expect(Object.keys(ours)).toEqual(Object.keys(old[0] ?? {}));
  });

  it.each([
    ['account', 'account'],
    ['contact', 'contact'],
    ['lead', 'lead'],
    ['opportunity', 'opportunity'],
    ['opportunity-contact-role', 'opportunity-contact-role'],
    ['prm-account', 'prm'],
  ] as const)('gives each standard field of %s every attribute as recorded', (table, recording) => {
    const recorded = new Map(
      list(read(DESCRIBES[recording]), 'fields').map((field) => [field['name'], field]),
    );
    let compared = 0;
    for (const spec of readFieldTable(table)) {
      const real = recorded.get(spec.name);
      if (!real) continue;
      compared += 1;
      const ours = describeField(spec, undefined, 58);
      for (const attribute of FIELD_ATTRIBUTES) {
        if (OWN_TO_THE_ORG.has(attribute)) continue;
        expect([spec.name, attribute, ours[attribute]]).toEqual([
          spec.name,
          attribute,
          real[attribute],
        ]);
      }
    }
    expect(compared).toBe(readFieldTable(table).length);
  });

  it('gives attributes of odd fields values of recorded kinds, and types their soapType', () => {
    const kinds = new Map<string, Set<string>>();
    const soapTypes = new Map<unknown, unknown>();
    for (const path of Object.values(DESCRIBES)) {
      for (const field of list(read(path), 'fields')) {
        soapTypes.set(field['type'], field['soapType']);
        for (const [name, value] of Object.entries(field)) {
          kinds.set(name, (kinds.get(name) ?? new Set()).add(kindOf(value)));
        }
      }
    }
    // no recorded field has a formula, a help text, a controller or a mask, and texts have defaults
    const texts = ['calculatedFormula', 'inlineHelpText', 'controllerName', 'mask', 'maskType'];
    for (const name of texts) kinds.get(name)?.add('string');
    for (const field of list(describeSeeded('Account', 'v59.0'), 'fields')) {
      for (const [name, value] of Object.entries(field)) {
        expect([name, [...(kinds.get(name) ?? [])]]).toEqual([
          name,
          expect.arrayContaining([kindOf(value)]),
        ]);
      }
      const soapType = soapTypes.get(field['type']);
      if (soapType !== undefined) expect(field['soapType']).toBe(soapType);
    }
  });

  it.each([
    ['v59.0', 'Lead', DESCRIBES.lead],
    ['v48.0', 'Account', DESCRIBES.prm],
    ['v46.0', 'Account', DESCRIBES.account],
  ])('has the top-level members of %s', (version, object, path) => {
    const recorded = read(path);
    const ours = describeSeeded(object, version);
    expect(Object.keys(ours).sort()).toEqual(Object.keys(recorded).sort());
    for (const name of ['recordTypeInfos', 'childRelationships', 'supportedScopes']) {
      const members = Object.keys(list(recorded, name)[0] ?? {});
      expect(Object.keys(list(ours, name)[0] ?? {})).toEqual(members);
    }
    expect(Object.keys(ours['urls'] ?? {}).sort()).toEqual(
      Object.keys(recorded['urls'] ?? {}).sort(),
    );
  });

  it('lists objects with the recorded flags', () => {
    const recorded = list(read('salesforce/elasticio._global.json'), 'sobjects');
    const ours = new Map(
      listStandardObjects().map((object) => [object.name, describeGlobalEntry(object, 'v46.0')]),
    );
    const shared = recorded.filter((object) => ours.has(String(object['name'])));
    expect(shared.length).toBeGreaterThan(480);
    // companions follow Account's, which is true for most; the prefixes of a few are shared
    const main = shared.filter(
      (object) => !/(Feed|History|Share|ChangeEvent)$/.test(String(object['name'])),
    );
    expect(main.length).toBeGreaterThan(390);
    for (const object of main) {
      const flags = ours.get(String(object['name'])) ?? {};
      expect(Object.keys(flags)).toEqual(Object.keys(object));
      const label = String(object['label']).trim();
      expect({ ...flags, urls: null }).toEqual({ ...object, label, urls: null });
    }
  });

  it('answers a missing record as recorded', async () => {
    const errors = JSON.parse(
      readFileSync(join(FOLDER, 'wire/grouparoo-errors.json'), 'utf8'),
    ) as Body[]; // a list of answers
    const crms = await startCrms();
    const answer = await fetch(`${crms.url}/services/data/v60.0/nothing`);
    expect(answer.status).toBe(errors[0]?.['status']);
    expect(await answer.json()).toEqual(errors[0]?.['body']);
  });
});

const inOrder = (members: [string, unknown][]) => Object.fromEntries(members);

describe.skipIf(!isPresent)('HubSpot, beside recordings', () => {
  const contacts = () =>
    list(read('hubspot/v3-schema-or-properties-contacts.2025-11.json'), 'properties');
  const deals = () =>
    list(read('hubspot/v3-schema-or-properties-deals.2025-11.json'), 'properties');

  it('gives properties members in recorded order, present and absent alike', async () => {
    const recorded = new Set([...contacts(), ...deals()].map((one) => Object.keys(one).join()));
    const crms = await startCrms();
    const portal = crms.hubspot.portal('bluepeak');
    for (const object of ['contacts', 'deals']) {
      for (const property of portal.properties(object)) {
        const members = Object.keys(describeProperty(property, inOrder)).join();
        const known = recorded.has(members) || property.custom;
        expect([property.name, members, known]).toEqual([property.name, members, true]);
      }
    }
    const custom = portal.properties('contacts').find((property) => property.custom);
    const described = Object.keys(custom ? describeProperty(custom, inOrder) : {}).join();
    expect(recorded).toContain(described);
  });

  it.each([
    ['contacts', contacts],
    ['deals', deals],
  ] as const)('repeats the facts of built-in %s properties', async (object, recording) => {
    const crms = await startCrms();
    const real = new Map(recording().map((property) => [property['name'], property]));
    const facts = [
      'label',
      'type',
      'fieldType',
      'groupName',
      'modificationMetadata',
      'calculated',
      'externalOptions',
      'hasUniqueValue',
      'hidden',
      'formField',
      'referencedObjectType',
      'displayOrder',
    ];
    let compared = 0;
    for (const property of crms.hubspot.portal('aurora').properties(object)) {
      const ours = describeProperty(property, inOrder);
      const recorded = real.get(property.name);
      expect(recorded, property.name).toBeDefined();
      for (const fact of facts) {
        const value = recorded?.[fact];
        const expected = typeof value === 'string' ? value.trim() : value;
        expect([property.name, fact, ours[fact]]).toEqual([property.name, fact, expected]);
      }
      compared += 1;
    }
    expect(compared).toBeGreaterThan(180);
  });

  it('gives options the recorded members', () => {
    const members = new Set(
      [...contacts(), ...deals()].flatMap((property) =>
        list(property, 'options').map((option) => Object.keys(option).sort().join()),
      ),
    );
    const option = { value: 'a', label: 'A' };
    const property = { name: 'x', label: 'X', type: 'enumeration', fieldType: 'select' };
    for (const options of [[option], [{ ...option, description: 'words' }]]) {
      const ours = describeProperty({ ...property, groupName: 'g', options }, inOrder);
      const names = Object.keys(list(ours, 'options')[0] ?? {}).sort();
      expect(members).toContain(names.join());
    }
  });

  it('gives schemas, pipelines, account details and errors the recorded shape', async () => {
    const crms = await startCrms();
    const key = 'pat-demo-bluepeak';
    const base = 'wire/ampersand/hubspot/test';
    const schema = read('hubspot/v3-schema-or-properties-contacts.2025-11.json');
    const ours = (await get(`${crms.url}/crm/v3/schemas/contacts`, key)).body;
    expect(Object.keys(ours)).toEqual(Object.keys(schema));
    expect(Object.keys(list(ours, 'associations')[0] ?? {})).toEqual(
      Object.keys(list(schema, 'associations')[0] ?? {}),
    );
    for (const object of ['contacts', 'deals']) {
      const recorded = read(`${base}/metadata-${object}-external-pipelines.json`);
      const { body } = await get(`${crms.url}/crm/v3/pipelines/${object}`, 'pat-demo-aurora');
      expect(body).toEqual(recorded);
    }
    const details = (await get(`${crms.url}/account-info/v3/details`, key)).body;
    expect(Object.keys(details)).toEqual(Object.keys(read(`${base}/post-auth/account-info.json`)));
  });

  it('words refusals as recorded', async () => {
    const crms = await startCrms();
    crms.hubspot.portal('aurora').addServiceKey('narrow', ['oauth']);
    const base = 'wire/ampersand/hubspot/test';
    const scope = (await get(`${crms.url}/crm/v3/schemas`, 'narrow')).body;
    const recorded = read(`${base}/metadata-err-schemas-scope.json`);
    expect({ ...scope, correlationId: '' }).toEqual({ ...recorded, correlationId: '' });
    const unknown = (await get(`${crms.url}/crm/v3/properties/butterflies`, 'narrow')).body;
    const butterflies = read(`${base}/search/error-invalid-object.json`);
    expect({ ...unknown, correlationId: '' }).toEqual({ ...butterflies, correlationId: '' });
  });
});
