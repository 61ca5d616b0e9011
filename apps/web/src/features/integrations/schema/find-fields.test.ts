import { describe, expect, it } from 'vitest';
import type { Field } from '../../../lib/api-types.ts';
import { writingWords } from './field-words.ts';
import { findFields } from './find-fields.ts';

function field(name: string, members: Partial<Field> = {}): Field {
  return {
    name,
    label: name,
    type: 'string',
    nativeType: 'string',
    required: false,
    createable: true,
    updateable: true,
    calculated: false,
    custom: false,
    unique: false,
    externalId: false,
    maxLength: 255,
    precision: null,
    scale: null,
    options: [],
    referenceTo: [],
    description: null,
    group: null,
    sensitive: false,
    restricted: false,
    defaultedOnCreate: false,
    dependsOn: null,
    compoundOf: null,
    encrypted: false,
    writeBlock: null,
    ...members,
  };
}

const formula = { createable: false, updateable: false, writeBlock: 'formula' } as const;
const fields = [
  field('BillingCity', { label: 'Billing City' }),
  field('City__c', { label: 'Main city', custom: true }),
  field('Type', {
    type: 'picklist',
    options: [{ value: 'r', label: 'Reseller', active: true, validFor: null }],
  }),
  field('Score__c', { ...formula, custom: true }),
];

function names(search: string, filter: Parameters<typeof findFields>[2] = 'all'): string[] {
  return findFields(fields, search, filter).map(({ name }) => name);
}

describe('searching fields', () => {
  it('finds by label, name, type and option, whatever the case', () => {
    expect(names('main CITY')).toEqual(['City__c']);
    expect(names('reseller')).toEqual(['Type']);
    expect(names('picklist')).toEqual(['Type']);
  });

  it('puts fields whose name or label begins with the search first', () => {
    expect(names('city')).toEqual(['City__c', 'BillingCity']);
  });

  it('keeps all fields when nothing is searched for', () => {
    expect(names('  ')).toHaveLength(fields.length);
  });

  it('combines the search with a filter', () => {
    expect(names('', 'custom')).toEqual(['City__c', 'Score__c']);
    expect(names('city', 'read_only')).toEqual([]);
    expect(names('', 'read_only')).toEqual(['Score__c']);
  });
});

describe('the words about writing', () => {
  it('name the reason where there is one', () => {
    expect(writingWords(field('a', formula)).short).toBe('Formula');
  });

  it('name the half that is possible', () => {
    expect(writingWords(field('a', { updateable: false })).short).toBe('On create');
    expect(writingWords(field('a', { createable: false })).short).toBe('On update');
    expect(writingWords(field('a')).short).toBe('Yes');
  });
});
