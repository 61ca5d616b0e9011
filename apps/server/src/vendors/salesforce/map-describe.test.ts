import { describe, expect, it } from 'vitest';
import { isSalesforceUrl, trustedOrigin } from './hosts.ts';
import { mapDescribe, mapGlobalDescribe } from './map-describe.ts';
import { longId, orgIdOf } from './org-id.ts';
import { describedObject, globalDescribe } from './wire.ts';

/** Maps an object of the given fields, each told by what matters; the rest is missing. */
function map(fields: object[], more: object = {}) {
  return mapDescribe(describedObject.parse({ name: 'Thing__c', fields, ...more }));
}

function mapOne(field: object, more: object = {}) {
  const [first] = map([{ name: 'F', ...field }], more).fields;
  if (first === undefined) throw new Error('One field in, none out.');
  return first;
}

const writable = { createable: true, updateable: true, nillable: true, permissionable: true };

/** Bits of a bit set, as text of zeros and ones, in base64. */
function bits(text: string): string {
  const bytes = text.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [];
  return Buffer.from(bytes).toString('base64');
}

function picklist(...values: (string | [value: string, validFor: string])[]): object {
  const picklistValues = values.map((value) => {
    const [name, validFor] = typeof value === 'string' ? [value, null] : value;
    return { value: name, label: `${name} label`, active: true, validFor };
  });
  return { type: 'picklist', picklistValues };
}

describe('the type of a field', () => {
  it.each([
    ['double', 'number'],
    ['textarea', 'text'],
    ['combobox', 'picklist'],
    ['int', 'integer'],
    ['multipicklist', 'multipicklist'],
    ['encryptedstring', 'string'],
    ['base64', 'binary'],
    ['anyType', 'other'],
    ['complexvalue', 'other'],
    ['time', 'other'],
    ['constructor', 'other'],
    ['SomethingOfNextYear', 'other'],
  ])('%s is %s', (native, type) => {
    expect(mapOne({ type: native })).toMatchObject({ type, nativeType: native });
  });

  it('encryptedstring is encrypted and sensitive; Shield’s encryption is encrypted', () => {
    expect(mapOne({ type: 'encryptedstring' })).toMatchObject({ encrypted: true, sensitive: true });
    const shielded = mapOne({ type: 'string', encrypted: true });
    expect(shielded).toMatchObject({ encrypted: true, sensitive: false });
  });

  it('brings its digits where it has any', () => {
    const money = mapOne({ type: 'currency', precision: 18, scale: 2 });
    expect(money).toMatchObject({ precision: 18, scale: 2, maxLength: null });
    expect(mapOne({ type: 'int', digits: 8 })).toMatchObject({ precision: 8, scale: 0 });
    expect(mapOne({ type: 'string', length: 80 })).toMatchObject({
      precision: null,
      maxLength: 80,
    });
  });
});

describe('required on create', () => {
  it.each([
    [{ createable: true, nillable: false, defaultedOnCreate: false }, true],
    [{ createable: true, nillable: false, defaultedOnCreate: true }, false],
    [{ createable: true, nillable: true, defaultedOnCreate: false }, false],
    [{ createable: false, nillable: false, defaultedOnCreate: false }, false],
  ])('for %o is %s', (flags, required) => {
    const object = map([{ name: 'F', type: 'string', ...flags }]);
    expect(object.fields[0]?.required).toBe(required);
    expect(object.requiredForCreate).toEqual(required ? ['F'] : []);
  });
});

describe('what blocks writing', () => {
  const readOnly = { createable: false, updateable: false };

  it.each([
    ['nothing', { type: 'string', ...writable }, null],
    ['nothing that a create would not take', { type: 'reference', createable: true }, null],
    ['a formula', { type: 'double', calculated: true, permissionable: true }, 'formula'],
    ['an address', { type: 'address', permissionable: true }, 'compound'],
    ['a location', { type: 'location', permissionable: true }, 'compound'],
    ['a missing permission', { type: 'phone', permissionable: true }, 'no_edit_permission'],
    ['an automatic number', { type: 'string', permissionable: true, autoNumber: true }, 'system'],
    ['the system', { type: 'datetime', permissionable: false }, 'system'],
  ])('is %s', (_what, field, writeBlock) => {
    expect(mapOne({ ...readOnly, ...field })).toMatchObject({ writeBlock });
  });

  it('is no permission for what Salesforce computes on standard objects', () => {
    const field = { name: 'ExpectedRevenue', type: 'currency', permissionable: true };
    expect(map([field], { name: 'Opportunity' }).fields[0]?.writeBlock).toBe('system');
    expect(map([field], { name: 'Other__c' }).fields[0]?.writeBlock).toBe('no_edit_permission');
  });

  it('is being a compound, for a name whose parts take values', () => {
    const { fields } = map([
      { name: 'Name', type: 'string' },
      { name: 'LastName', type: 'string', compoundFieldName: 'Name', ...writable },
    ]);
    expect(fields).toMatchObject([
      { name: 'LastName', compoundOf: 'Name', writeBlock: null },
      { name: 'Name', compoundOf: null, writeBlock: 'compound' },
    ]);
  });

  it('is not being part of itself, as an account’s name says of itself', () => {
    const name = mapOne({ type: 'string', compoundFieldName: 'F', ...writable });
    expect(name).toMatchObject({ compoundOf: null, writeBlock: null });
  });
});

describe('a dependent picklist', () => {
  it('names the controlling values of each option, across bytes and inactive values', () => {
    const controller = { name: 'Country', ...picklist(...'ABCDEFGHIJ') };
    const dependent = {
      ...picklist(['first', bits('1000000000000000')], ['ninth', bits('0000000010000000')]),
      name: 'City',
      dependentPicklist: true,
      controllerName: 'Country',
    };
    const { fields } = map([dependent, controller]);
    expect(fields[0]).toMatchObject({ name: 'City', dependsOn: 'Country' });
    expect(fields[0]?.options.map(({ validFor }) => validFor)).toEqual([['A'], ['I']]);
  });

  it('may hang on a checkbox: false is bit 0, true is bit 1', () => {
    const options = picklist(['off', bits('10000000')], ['on', bits('01000000')], ['any', 'wA==']);
    const { fields } = map([
      { name: 'F', dependentPicklist: true, controllerName: 'Box', ...options },
      { name: 'Box', type: 'boolean' },
    ]);
    const field = fields.find(({ name }) => name === 'F');
    expect(field?.options.map(({ validFor }) => validFor)).toEqual([
      ['false'],
      ['true'],
      ['false', 'true'],
    ]);
  });

  it('whose controlling field the user may not see leaves every option open', () => {
    const field = { ...picklist(['x', 'gA==']), dependentPicklist: true, controllerName: 'Hidden' };
    expect(mapOne(field)).toMatchObject({ dependsOn: 'Hidden', options: [{ validFor: null }] });
  });

  it('survives a bit set that is too short or empty', () => {
    const { fields } = map([
      { name: 'C', ...picklist(...'ABCDEFGHIJ') },
      { name: 'F', dependentPicklist: true, controllerName: 'C', ...picklist(['x', '']) },
    ]);
    expect(fields[1]?.options[0]?.validFor).toEqual([]);
  });
});

describe('a lenient reading', () => {
  it('needs no more than names and types', () => {
    const field = mapOne({ type: 'string', label: null, picklistValues: null, length: -1 });
    expect(field).toMatchObject({ label: 'F', options: [], maxLength: null, required: false });
  });

  it('has no object without fields', () => {
    expect(describedObject.safeParse({ name: 'A', fields: [] }).success).toBe(false);
    expect(describedObject.safeParse({ name: 'A', fields: [{ name: 'x' }] }).success).toBe(false);
  });
});

describe('record types', () => {
  const master = { recordTypeId: '012000000000000AAA', name: 'Master', master: true, active: true };

  it('are those that a record can be given: never the Master', () => {
    const partner = { recordTypeId: '0125', name: 'Partner', active: true, available: true };
    const recordTypeInfos = [master, { ...partner, defaultRecordTypeMapping: true }];
    const { recordTypes } = map([{ name: 'F', type: 'id' }], { recordTypeInfos });
    expect(recordTypes).toEqual([
      { id: '0125', name: 'Partner', active: true, available: true, default: true },
    ]);
  });

  it('do not exist when the Master is alone', () => {
    const recordTypeInfos = [{ ...master, defaultRecordTypeMapping: true }];
    expect(map([{ name: 'F', type: 'id' }], { recordTypeInfos }).recordTypes).toEqual([]);
  });
});

describe('the list of objects', () => {
  it('leaves out shares, feeds, settings and what is gone', () => {
    const open = { queryable: true, layoutable: true, label: 'X', custom: false };
    const { sobjects } = globalDescribe.parse({
      sobjects: [
        { ...open, name: 'Lead' },
        { ...open, name: 'Account' },
        { ...open, name: 'AccountShare', layoutable: false },
        { ...open, name: 'Setting__c', customSetting: true },
        { ...open, name: 'Old', deprecatedAndHidden: true },
        { ...open, name: 'Hidden', queryable: false },
      ],
    });
    const names = mapGlobalDescribe(sobjects).map(({ objectType }) => objectType);
    expect(names).toEqual(['Account', 'Lead']);
  });
});

describe('hosts', () => {
  it.each([
    'https://login.salesforce.com',
    'https://test.salesforce.com',
    'https://na135.salesforce.com',
    'https://acme--uat.sandbox.my.salesforce.com',
    'https://agency.my.salesforce.mil',
    'https://acme.my.sfcrmproducts.cn',
    'https://ACME.my.salesforce.com:443/services',
  ])('%s is Salesforce', (url) => {
    expect(isSalesforceUrl(url)).toBe(true);
  });

  it('are taken as origins: path and case of an instance address fall away', () => {
    const login = 'https://login.salesforce.com';
    const address = 'https://Acme.my.salesforce.com/x?y';
    expect(trustedOrigin(address, login)).toBe('https://acme.my.salesforce.com');
  });

  it('may be the login host itself, on its own port only', () => {
    const login = 'http://127.0.0.1:4000/';
    expect(trustedOrigin('http://127.0.0.1:4000', login)).toBe('http://127.0.0.1:4000');
    expect(() => trustedOrigin('http://127.0.0.1:4001', login)).toThrow(/not one of its own/);
  });
});

describe('ids', () => {
  it('grow to 18 characters by the capitals among the first 15', () => {
    expect(longId('012000000000000')).toBe('012000000000000AAA');
    expect(longId('0034S000002i32T')).toBe('0034S000002i32TQAQ');
    expect(longId('01254000001upcK')).toBe('01254000001upcKAAQ');
    expect(longId('01254000001upcKAAQ')).toBe('01254000001upcKAAQ');
  });

  it('are found in the identity URL, and nowhere else', () => {
    const url = 'https://login.salesforce.com/id/00Dx0000000BV7zEAG/005x00000012Q9PAAU';
    expect(orgIdOf(url)).toBe('00Dx0000000BV7zEAG');
    expect(orgIdOf('https://login.salesforce.com/id/005x00000012Q9P/x')).toBeNull();
    expect(orgIdOf(null)).toBeNull();
  });
});
