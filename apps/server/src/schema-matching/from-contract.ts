/** From fields as the contract knows them to fields as the matcher compares them. */
import type { Field } from '@partneros/contract/field';
import type { CatalogueField } from '@partneros/contract/object-fields';
import type { MatchField } from './types.ts';

/** A CRM's field or one of our own catalogue as a `MatchField`; inactive options do not count. */
export function toMatchField(field: CatalogueField | Field): MatchField {
  return 'computed' in field ? fromCatalogue(field) : fromCrmField(field);
}

function fromCatalogue(field: CatalogueField): MatchField {
  // A list of free words compares best with the CRM's multi-select fields.
  const isWordList = field.multiple && field.type === 'string';
  return {
    name: field.name,
    label: field.label,
    type: isWordList ? 'multipicklist' : field.type,
    description: field.description,
    options: field.options,
    group: field.group,
    required: field.required,
    createable: !field.computed,
    updateable: !field.computed,
    calculated: field.computed,
    custom: field.custom,
    unique: field.type === 'id',
    externalId: false,
    restricted: !isWordList && field.options.length > 0,
    maxLength: field.maxLength,
    referenceTo: field.referenceTo === null ? [] : [field.referenceTo],
    compoundOf: null,
    computed: field.computed,
  };
}

function fromCrmField(field: Field): MatchField {
  return {
    name: field.name,
    label: field.label,
    type: field.type,
    description: field.description,
    options: field.options.filter((option) => option.active),
    group: field.group,
    required: field.required,
    createable: field.createable,
    updateable: field.updateable,
    calculated: field.calculated,
    custom: field.custom,
    unique: field.unique,
    externalId: field.externalId,
    restricted: field.restricted,
    maxLength: field.maxLength,
    referenceTo: field.referenceTo,
    compoundOf: field.compoundOf,
    computed: false,
  };
}
