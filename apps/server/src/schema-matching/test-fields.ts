/** Fields for tests: what is not said is the usual. */
import { prepareSchema } from './prepare.ts';
import type { MatchField, SchemaInput } from './types.ts';

export function field(name: string, extras: Partial<MatchField> = {}): MatchField {
  return {
    name,
    label: '',
    type: 'string',
    description: null,
    options: [],
    group: null,
    required: false,
    createable: true,
    updateable: true,
    calculated: false,
    custom: name.endsWith('__c'),
    unique: false,
    externalId: false,
    restricted: false,
    maxLength: null,
    referenceTo: [],
    compoundOf: null,
    computed: false,
    ...extras,
  };
}

export function optionList(...values: string[]): MatchField['options'] {
  return values.map((value) => ({ value, label: value }));
}

type Side = Partial<Omit<SchemaInput, 'fields'>>;

export function prepared(objectType: string, fields: readonly MatchField[], side: Side = {}) {
  return prepareSchema({ objectType, platform: null, vectors: new Map(), ...side, fields });
}

/** A part of Salesforce's Account with a few custom fields beside. */
export const accountFields: MatchField[] = [
  field('Id', { label: 'Account ID', type: 'id', createable: false, updateable: false }),
  field('Name', { label: 'Account Name' }),
  field('Type', {
    label: 'Account Type',
    type: 'picklist',
    options: optionList('Prospect', 'Customer', 'Reseller'),
  }),
  field('BillingStreet', { label: 'Billing Street', type: 'text' }),
  field('BillingCity', { label: 'Billing City' }),
  field('BillingCountry', { label: 'Billing Country' }),
  field('ShippingStreet', { label: 'Shipping Street', type: 'text' }),
  field('ShippingCity', { label: 'Shipping City' }),
  field('ShippingCountry', { label: 'Shipping Country' }),
  field('Phone', { label: 'Account Phone', type: 'phone' }),
  field('Fax', { label: 'Account Fax', type: 'phone' }),
  field('Website', { label: 'Website', type: 'url' }),
  field('Industry', { label: 'Industry', type: 'picklist' }),
  field('AnnualRevenue', { label: 'Annual Revenue', type: 'currency' }),
  field('NumberOfEmployees', { label: 'Employees', type: 'integer' }),
  field('OwnerId', { label: 'Owner ID', type: 'reference', referenceTo: ['User'] }),
  field('CreatedDate', {
    label: 'Created Date',
    type: 'datetime',
    createable: false,
    updateable: false,
  }),
  field('LastModifiedDate', {
    label: 'Last Modified Date',
    type: 'datetime',
    createable: false,
    updateable: false,
  }),
  field('Ptnr_Typ__c', {
    label: 'Partner Type',
    type: 'picklist',
    options: optionList('Technology', 'Consulting', 'Reseller', 'Referral'),
  }),
  field('Prtnr_Tier__c', { label: 'Partner Level', type: 'picklist' }),
  field('PRM_Ext_Id__c', { label: 'PRM External ID', externalId: true, unique: true }),
  field('Credit_Hold__c', { label: 'Credit Hold', type: 'boolean' }),
];
