/**
 * The mapping against schemas of real portals. They are not part of the project: the tests look for
 * them beside it or where PARTNEROS_RECORDED_DATA says, and are skipped without them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { field as fieldContract } from '@partneros/contract/field';
import { describe, expect, it } from 'vitest';
import type { DiscoveredObject } from '../port.ts';
import { mapPipelines } from './map-pipelines.ts';
import { mapObjectList, mapSchema } from './map-schema.ts';
import { fingerprintOf } from './validator.ts';
import { objectSchema, pipelineList, schemaList } from './wire.ts';

const beside = fileURLToPath(new URL('../../../../../../shared/data', import.meta.url));
const folder = process.env['PARTNEROS_RECORDED_DATA'] ?? beside;

function read(file: string): unknown {
  return JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
}

function map(file: string): DiscoveredObject {
  return mapSchema(objectSchema.parse(read(`hubspot/${file}`)));
}

function typeOf({ fields }: DiscoveredObject, name: string): string | undefined {
  return fields.find((field) => field.name === name)?.type;
}

const files = {
  contacts: 'v3-schema-or-properties-contacts.2025-11.json',
  deals: 'v3-schema-or-properties-deals.2025-11.json',
  contacts2021: 'v3-schema-CONTACT.2021-10-22.b9aea4.json',
  custom: 'v3-schema-2-3604285.2021-10-29.a02735.json',
};

describe.skipIf(!existsSync(`${folder}/hubspot`))(
  'recorded schemas (skipped when the data is absent)',
  () => {
    it.each([
      [files.contacts, 'contacts', 'Contact', 364, 9, []],
      [files.deals, 'deals', 'Deal', 190, 0, []],
      [files.contacts2021, 'contacts', 'Contact', 269, 0, []],
      [
        files.custom,
        'p20858235_grouparoo_object',
        'Grouparoo object',
        18,
        6,
        ['grouparoo_object_property'],
      ],
    ])('of %s are %s (%s): %i fields, %i own', (file, objectType, label, count, own, required) => {
      const object = map(file);
      expect(object).toMatchObject({ objectType, label, requiredForCreate: required });
      expect(object.fields).toHaveLength(count);
      expect(object.fields.filter(({ custom }) => custom)).toHaveLength(own);
      expect(object.fields.map((each) => fieldContract.parse(each))).toEqual(object.fields);
    });

    it('count the types of contacts in our words', () => {
      const counts: Record<string, number> = {};
      for (const { type } of map(files.contacts).fields) counts[type] = (counts[type] ?? 0) + 1;
      const { currency = 0, number = 0, ...others } = counts;
      expect(currency + number).toBe(65 + 11 + 8 + 1);
      expect(others).toEqual({
        boolean: 19 + 2 + 1 + 8,
        date: 4,
        datetime: 69 + 8,
        multipicklist: 10,
        other: 2,
        phone: 4 + 4,
        picklist: 32 + 8,
        string: 102 + 2 + 1,
        text: 3,
      });
    });

    it('know money and its holders', () => {
      const deals = map(files.deals);
      expect(typeOf(deals, 'amount')).toBe('currency');
      expect(typeOf(deals, 'closedate')).toBe('datetime');
      expect(deals.fields.find(({ name }) => name === 'hubspot_owner_id')).toMatchObject({
        type: 'picklist',
        referenceTo: ['OWNER'],
        writeBlock: null,
      });
      expect(deals.fields.find(({ name }) => name === 'dealstage')).toMatchObject({ options: [] });
    });

    it('close most contact properties to writing, as the portal does', () => {
      const { fields } = map(files.contacts);
      const closed = fields.filter(({ updateable }) => !updateable).length;
      expect(closed / fields.length).toBeGreaterThan(0.65);
      expect(fields.filter(({ unique }) => unique).map(({ name }) => name)).toEqual([
        'email',
        'hobby__c',
        'hs_additional_emails',
        'hs_unique_creation_key',
      ]);
    });

    it('read one second apart differ in bytes and agree in what they mean', () => {
      const pair = ['4f9bff272401.2022-02-22T182446.json', 'fecaa61bfd49.2022-02-22T182447.json'];
      const texts = pair.map((file) =>
        readFileSync(`${folder}/hubspot/nondeterminism/${file}`, 'utf8'),
      );
      expect(texts[0]).not.toBe(texts[1]);
      const [one, other] = pair.map((file) => fingerprintOf(map(`nondeterminism/${file}`)));
      expect(one).toBe(other);
    });

    it('list a portal’s own objects', () => {
      const { results } = schemaList.parse(read('hubspot/schemas-list.2021-10-27.eaeb10.json'));
      const own = mapObjectList(results).filter(({ custom }) => custom);
      expect(own).toHaveLength(1);
      expect(own[0]?.objectType).toBe('p20858235_grouparoo_object');
    });

    it('have deal pipelines with one won and one lost stage', () => {
      const file = 'wire/ampersand/hubspot/test/metadata-deals-external-pipelines.json';
      const [sales] = mapPipelines(pipelineList.parse(read(file)).results);
      expect(sales).toMatchObject({ id: 'default', label: 'Sales Pipeline' });
      const closed = sales?.stages.filter((stage) => stage.closed);
      expect(closed?.map(({ id, won }) => [id, won])).toEqual([
        ['closedwon', true],
        ['closedlost', false],
      ]);
    });

    it('of 900 properties are parsed, mapped and hashed within few milliseconds', () => {
      const schema = objectSchema.parse(read(`hubspot/${files.contacts}`));
      const properties = Array.from({ length: 900 }, (_each, index) => ({
        ...schema.properties[index % schema.properties.length],
        name: `p${index}`,
      }));
      const times = Array.from({ length: 9 }, () => {
        const started = performance.now();
        fingerprintOf(mapSchema(objectSchema.parse({ ...schema, properties })));
        return performance.now() - started;
      });
      // The best of nine: the others share the machine with whatever else runs.
      expect(Math.min(...times)).toBeLessThan(25);
    });
  },
);
