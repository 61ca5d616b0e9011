/** HubSpot's object schemas in our words (specs 02, 06 and 10). Pure: no network, no clock. */
import type { Field, FieldType } from '@partneros/contract/field';
import type { CrmObject, DiscoveredObject } from '../port.ts';
import { byText } from '../transport.ts';
import { offeredObjects, standardObject } from './object-types.ts';
import type { ObjectSchema, Property, SchemaListing } from './wire.ts';

/** Native types whose meaning the field type does not change. */
const plainTypes = new Map<string, FieldType>(
  Object.entries({
    bool: 'boolean',
    currency_number: 'currency',
    date: 'date',
    datetime: 'datetime',
    json: 'json',
    phone_number: 'phone',
  }),
);

const textHints = new Map<string, FieldType>(
  Object.entries({
    email: 'email',
    multi_line: 'text',
    phone_number: 'phone',
  }),
);

const textFieldTypes = new Map<string, FieldType>(
  Object.entries({
    html: 'text',
    phonenumber: 'phone',
    textarea: 'text',
  }),
);

const enumerationFieldTypes = new Map<string, FieldType>(
  Object.entries({
    booleancheckbox: 'boolean',
    checkbox: 'multipicklist',
  }),
);

const sensitiveKinds = new Set(['sensitive', 'highly_sensitive']);

/** An object as the schema alone tells it; its pipelines come from another call. */
export function mapSchema(schema: ObjectSchema): DiscoveredObject {
  const standard = standardObject(schema.objectTypeId);
  const required = new Set(schema.requiredProperties);
  const properties = schema.properties
    .filter(({ archived }) => !archived)
    .sort(byText(({ name }) => name));
  const fields = properties.map((property) => mapProperty(property, required.has(property.name)));
  return {
    objectType: standard?.objectType ?? schema.fullyQualifiedName,
    label: schema.labels.singular ?? standard?.label ?? schema.fullyQualifiedName,
    custom: schema.objectTypeId.startsWith('2-'),
    fields,
    requiredForCreate: fields.filter((field) => field.required).map(({ name }) => name),
    recordTypes: [],
    pipelines: [],
    vendorFields: properties.filter((each) => each.hubspotDefined).map(({ name }) => name),
  };
}

function mapProperty(property: Property, required: boolean): Field {
  const calculated = property.calculated || property.fieldType.startsWith('calculation_');
  const writable = !calculated && !property.modificationMetadata.readOnlyValue;
  const type = typeOf(property);
  return {
    name: property.name,
    label: property.label ?? property.name,
    type,
    nativeType: property.type,
    required,
    createable: writable,
    updateable: writable,
    calculated,
    custom: !property.hubspotDefined,
    unique: property.hasUniqueValue,
    // A unique property can stand in for the record id in batch calls (`idProperty`).
    externalId: property.hasUniqueValue,
    maxLength: null,
    precision: null,
    scale: null,
    options: optionsOf(property),
    referenceTo: property.referencedObjectType === null ? [] : [property.referencedObjectType],
    description: property.description === '' ? null : property.description,
    group: property.groupName === '' ? null : property.groupName,
    sensitive: sensitiveKinds.has(property.dataSensitivity ?? ''),
    restricted: isChoice(type) && !property.externalOptions,
    defaultedOnCreate: false,
    dependsOn: null,
    compoundOf: null,
    encrypted: false,
    writeBlock: writeBlockOf(calculated, writable),
  };
}

function writeBlockOf(calculated: boolean, writable: boolean): Field['writeBlock'] {
  if (calculated) return 'formula';
  return writable ? null : 'system';
}

/** Values of a choice are checked against its options unless these are kept elsewhere. */
function isChoice(type: FieldType): boolean {
  return type === 'picklist' || type === 'multipicklist';
}

function typeOf(property: Property): FieldType {
  const { type, fieldType } = property;
  if (type === 'enumeration') return enumerationFieldTypes.get(fieldType) ?? 'picklist';
  if (type === 'number') return numberTypeOf(property);
  if (type !== 'string') return plainTypes.get(type) ?? 'other';
  return textHints.get(property.textDisplayHint ?? '') ?? textFieldTypes.get(fieldType) ?? 'string';
}

function numberTypeOf(property: Property): FieldType {
  const isMoney = property.showCurrencySymbol || Boolean(property.currencyPropertyName);
  if (isMoney || property.numberDisplayHint === 'currency') return 'currency';
  return property.numberDisplayHint === 'percentage' ? 'percent' : 'number';
}

/** In the order of the property's own settings; members of an answer come in any order. */
function optionsOf({ options }: Property): Field['options'] {
  return [...options]
    .sort(byText(({ value }) => value))
    .sort((one, other) => one.displayOrder - other.displayOrder)
    .map(({ value, label, hidden }) => ({
      value,
      label: label ?? value,
      active: !hidden,
      validFor: null,
    }));
}

/** The standard objects that our scopes reach, then the portal's own. */
export function mapObjectList(listed: readonly SchemaListing[]): CrmObject[] {
  const standard = offeredObjects.map(({ objectType, label }) => ({
    objectType,
    label,
    custom: false,
  }));
  const own = listed
    .filter(({ archived }) => !archived)
    .map(({ fullyQualifiedName, labels }) => ({
      objectType: fullyQualifiedName,
      label: labels.singular ?? fullyQualifiedName,
      custom: true,
    }));
  return [...standard, ...own].sort(byText(({ objectType }) => objectType));
}
