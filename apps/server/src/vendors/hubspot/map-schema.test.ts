import { describe, expect, it } from 'vitest';
import { mapPipelines, withPipelines } from './map-pipelines.ts';
import { mapObjectList, mapSchema } from './map-schema.ts';
import { arePipelinesFresh, fingerprintOf, makeValidator, readValidator } from './validator.ts';
import { objectSchema, pipelineList, schemaList } from './wire.ts';

function map(properties: object[], more: object = {}) {
  const whole = { objectTypeId: '0-2', fullyQualifiedName: 'COMPANY', properties, ...more };
  return mapSchema(objectSchema.parse(whole));
}

function mapOne(property: object) {
  const [first] = map([{ name: 'f', type: 'string', fieldType: 'text', ...property }]).fields;
  if (first === undefined) throw new Error('One property in, none out.');
  return first;
}

describe('the type of a property', () => {
  it.each([
    ['enumeration', 'checkbox', {}, 'multipicklist'],
    ['enumeration', 'booleancheckbox', {}, 'boolean'],
    ['enumeration', 'select', {}, 'picklist'],
    ['enumeration', 'radio', {}, 'picklist'],
    ['enumeration', 'calculation_equation', {}, 'picklist'],
    ['number', 'number', {}, 'number'],
    ['number', 'text', {}, 'number'],
    ['number', 'number', { showCurrencySymbol: true }, 'currency'],
    ['number', 'number', { numberDisplayHint: 'currency' }, 'currency'],
    ['number', 'number', { currencyPropertyName: 'deal_currency_code' }, 'currency'],
    ['number', 'number', { currencyPropertyName: '' }, 'number'],
    ['number', 'number', { numberDisplayHint: 'percentage' }, 'percent'],
    ['string', 'text', {}, 'string'],
    ['string', 'textarea', {}, 'text'],
    ['string', 'html', {}, 'text'],
    ['string', 'phonenumber', {}, 'phone'],
    ['string', 'text', { textDisplayHint: 'email' }, 'email'],
    ['phone_number', 'phonenumber', {}, 'phone'],
    ['bool', 'booleancheckbox', {}, 'boolean'],
    ['date', 'date', {}, 'date'],
    ['datetime', 'text', {}, 'datetime'],
    ['json', 'text', {}, 'json'],
    ['object_coordinates', 'text', {}, 'other'],
    ['something_new', '', {}, 'other'],
  ])('%s shown as %s with %o is %s', (type, fieldType, hints, expected) => {
    const field = mapOne({ type, fieldType, ...hints });
    expect(field).toMatchObject({ type: expected, nativeType: type });
  });
});

describe('writing a property', () => {
  it.each([
    ['is open', {}, null],
    ['is closed by HubSpot', { modificationMetadata: { readOnlyValue: true } }, 'system'],
    ['is closed for a calculation', { calculated: true }, 'formula'],
    [
      'is closed for a roll-up that claims to be open',
      { fieldType: 'calculation_rollup', modificationMetadata: { readOnlyValue: false } },
      'formula',
    ],
  ])('%s', (_what, property, writeBlock) => {
    const open = writeBlock === null;
    const field = mapOne(property);
    expect(field).toMatchObject({ writeBlock, createable: open, updateable: open });
  });
});

describe('a property', () => {
  it('is the customer’s own when HubSpot does not say that it defined it', () => {
    const object = map([
      { name: 'domain', type: 'string', hubspotDefined: true },
      { name: 'tier', type: 'string' },
    ]);
    expect(object.fields.map(({ name, custom }) => [name, custom])).toEqual([
      ['domain', false],
      ['tier', true],
    ]);
    expect(object.vendorFields).toEqual(['domain']);
  });

  it('is left out once it is archived', () => {
    const object = map([
      { name: 'gone', type: 'string', archived: true },
      { name: 'here', type: 'string', archived: false },
    ]);
    expect(object.fields.map(({ name }) => name)).toEqual(['here']);
  });

  it('shows its options in the order that the portal chose, hidden ones inactive', () => {
    const options = [
      { label: 'Gold', value: 'g', displayOrder: 2, hidden: false },
      { value: 'b', displayOrder: 0, hidden: true },
      { label: 'Silver', value: 's', displayOrder: 1 },
    ];
    const field = mapOne({ type: 'enumeration', fieldType: 'select', options });
    expect(field.restricted).toBe(true);
    expect(field.options).toEqual([
      { value: 'b', label: 'b', active: false, validFor: null },
      { value: 's', label: 'Silver', active: true, validFor: null },
      { value: 'g', label: 'Gold', active: true, validFor: null },
    ]);
  });

  it('whose options are kept elsewhere restricts nothing and says what it refers to', () => {
    const field = mapOne({
      type: 'enumeration',
      fieldType: 'select',
      externalOptions: true,
      referencedObjectType: 'OWNER',
    });
    expect(field).toMatchObject({ restricted: false, referenceTo: ['OWNER'], options: [] });
  });

  it.each([
    ['sensitive', true],
    ['highly_sensitive', true],
    ['non_sensitive', false],
    [undefined, false],
  ])('of sensitivity %s is sensitive: %s', (dataSensitivity, sensitive) => {
    expect(mapOne({ dataSensitivity })).toMatchObject({ sensitive });
  });

  it('that must be unique can stand in for the record id', () => {
    expect(mapOne({ hasUniqueValue: true })).toMatchObject({ unique: true, externalId: true });
  });

  it('is read although half of it is missing', () => {
    const field = mapOne({ label: null, options: 'none', modificationMetadata: null });
    expect(field).toMatchObject({ label: 'f', options: [], updateable: true, group: null });
  });
});

describe('an object', () => {
  it('of the portal’s own goes by its qualified name and has required properties', () => {
    const object = map([{ name: 'title', type: 'string' }], {
      objectTypeId: '2-3604285',
      fullyQualifiedName: 'p1_agreement',
      labels: { singular: 'Agreement' },
      requiredProperties: ['title', 'gone'],
    });
    expect(object).toMatchObject({ objectType: 'p1_agreement', label: 'Agreement', custom: true });
    expect(object.requiredForCreate).toEqual(['title']);
    expect(object.fields[0]?.required).toBe(true);
  });

  it('is listed unless it is archived', () => {
    const { results } = schemaList.parse({
      results: [
        { fullyQualifiedName: 'p1_b', labels: { singular: 'B' } },
        { fullyQualifiedName: 'p1_a', archived: true },
      ],
    });
    expect(mapObjectList(results).map(({ objectType }) => objectType)).toEqual([
      'companies',
      'contacts',
      'deals',
      'p1_b',
    ]);
  });
});

describe('pipelines', () => {
  const stage = (id: string, displayOrder: number, metadata: object) => ({
    id,
    label: id,
    displayOrder,
    metadata,
  });
  const { results } = pipelineList.parse({
    results: [
      { id: 'old', label: 'Old', displayOrder: 0, archived: true, stages: [] },
      {
        id: 'default',
        label: 'Sales',
        displayOrder: 1,
        stages: [
          stage('lost', 2, { isClosed: 'true', probability: '0.0' }),
          stage('won', 1, { isClosed: 'true', probability: '1.0' }),
          stage('open', 0, { isClosed: 'false', probability: '0.4' }),
          stage('odd', 3, { isClosed: true, probability: 'likely' }),
        ],
      },
    ],
  });

  it('tell won from lost by the probability of a closed stage', () => {
    expect(mapPipelines(results)).toEqual([
      {
        id: 'default',
        label: 'Sales',
        stages: [
          { id: 'open', label: 'open', closed: false, won: false, probability: 0.4 },
          { id: 'won', label: 'won', closed: true, won: true, probability: 1 },
          { id: 'lost', label: 'lost', closed: true, won: false, probability: 0 },
          { id: 'odd', label: 'odd', closed: true, won: false, probability: null },
        ],
      },
    ]);
  });

  it('leave options alone that the property brought itself, and objects without pipelines', () => {
    const own = { type: 'enumeration', fieldType: 'select', options: [{ value: 'x' }] };
    const deals = map([{ name: 'dealstage', ...own }], { objectTypeId: '0-3' });
    const enriched = withPipelines(deals, '0-3', mapPipelines(results));
    expect(enriched.fields).toEqual(deals.fields);
    expect(enriched.pipelines).toHaveLength(1);
    const companies = map([{ name: 'pipeline', type: 'enumeration' }]);
    expect(withPipelines(companies, '0-2', mapPipelines(results))).toEqual(companies);
  });
});

describe('a validator', () => {
  const now = new Date('2026-11-21T10:00:00Z');

  it('is the same however the answer was ordered', () => {
    const one = map([
      { name: 'b', type: 'string' },
      {
        type: 'enumeration',
        name: 'a',
        options: [{ value: 'x', displayOrder: 1 }, { value: 'y' }],
      },
    ]);
    const other = map([
      {
        options: [{ value: 'y' }, { displayOrder: 1, value: 'x' }],
        type: 'enumeration',
        name: 'a',
      },
      { type: 'string', name: 'b' },
    ]);
    expect(fingerprintOf(one)).toBe(fingerprintOf(other));
    expect(fingerprintOf(one)).not.toBe(fingerprintOf({ ...one, label: 'Other' }));
  });

  it('is read back, and nothing else is', () => {
    const stored = { hash: 'h', pipelinesReadAt: 7 };
    expect(readValidator(makeValidator('h', 7))).toEqual(stored);
    for (const text of [null, '', '7', '{}', '{"hash":7}']) expect(readValidator(text)).toBeNull();
  });

  it('vouches for pipelines for a day', () => {
    expect(arePipelinesFresh(null, now)).toBe(false);
    expect(arePipelinesFresh(now.getTime() - 86_399_999, now)).toBe(true);
    expect(arePipelinesFresh(now.getTime() - 86_400_000, now)).toBe(false);
  });
});
