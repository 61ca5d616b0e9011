/**
 * Which types' values a field of another type can take. Pure; docs/field-mapping.md shows the same
 * table to people, and a test compares the two.
 *
 * What HubSpot documents for its own Salesforce connector is in it: choice ↔ choice or reference,
 * choices ↔ choices, checkbox ↔ boolean, number ↔ decimal or integer, one line ↔ string or text
 * area, day ↔ date or datetime (“Map HubSpot properties to Salesforce fields”, HubSpot knowledge
 * base). Beyond it we allow what loses nothing on the way: every single value can be written as
 * text, and one-line text can be written where the CRM itself checks the form (e-mail, phone, link).
 * HubSpot keeps many e-mail addresses, links and ids in plain one-line properties.
 */
import type { ValueType } from './side-field.ts';

/** From the type of the value to the types of fields that take it. */
export const takers: Readonly<Record<ValueType, readonly ValueType[]>> = {
  string: [
    'string',
    'text',
    'email',
    'phone',
    'url',
    'picklist',
    'multipicklist',
    'reference',
    'list',
  ],
  text: ['string', 'text', 'list'],
  email: ['string', 'text', 'email', 'list'],
  phone: ['string', 'text', 'phone', 'list'],
  url: ['string', 'text', 'url', 'list'],
  number: ['string', 'text', 'number', 'integer', 'currency', 'percent', 'reference', 'list'],
  integer: ['string', 'text', 'number', 'integer', 'currency', 'percent', 'reference', 'list'],
  currency: ['string', 'text', 'number', 'integer', 'currency'],
  percent: ['string', 'text', 'number', 'integer', 'percent'],
  boolean: ['string', 'text', 'boolean', 'picklist'],
  date: ['string', 'text', 'date', 'datetime'],
  datetime: ['string', 'text', 'date', 'datetime'],
  picklist: ['string', 'text', 'boolean', 'picklist', 'multipicklist', 'reference', 'list'],
  multipicklist: ['string', 'text', 'multipicklist', 'list'],
  list: ['string', 'text', 'multipicklist', 'list'],
  reference: [
    'string',
    'text',
    'number',
    'integer',
    'picklist',
    'reference',
    'id',
    'list',
    'references',
  ],
  references: ['references', 'list'],
  id: ['string', 'text', 'reference', 'id', 'list', 'references'],
  address: ['string', 'text', 'address', 'json'],
  json: ['text', 'json'],
  binary: [],
  other: [],
};

/** Whether a field of type `to` can take values of type `from`. */
export function canTake(to: ValueType, from: ValueType): boolean {
  return takers[from].includes(to);
}

/** In the words of messages. */
export const typeWords: Readonly<Record<ValueType, string>> = {
  string: 'one-line text',
  text: 'long text',
  email: 'e-mail address',
  phone: 'phone number',
  url: 'link',
  number: 'number',
  integer: 'whole number',
  currency: 'amount of money',
  percent: 'percentage',
  boolean: 'yes or no',
  date: 'date',
  datetime: 'date and time',
  picklist: 'choice',
  multipicklist: 'multiple choice',
  list: 'list of words',
  reference: 'reference',
  references: 'list of references',
  id: 'record id',
  address: 'address',
  json: 'structured data',
  binary: 'file',
  other: 'type that cannot be mapped',
};
