/** Salesforce's describe in our words (specs 02, 06 and 10). Pure: no network, no clock. */
import type { Field, FieldType } from '@partneros/contract/field';
import type { RecordType } from '@partneros/contract/integrations';
import type { CrmObject, DiscoveredObject } from '../port.ts';
import { byText } from '../transport.ts';
import { controllingValues, decodeValidFor } from './dependent-options.ts';
import type { DescribedField, DescribedObject, GlobalObject, RecordTypeInfo } from './wire.ts';

/** Native types of the API and ours; one that is not listed is `other`. */
const types = new Map<string, FieldType>(
  Object.entries({
    address: 'address',
    base64: 'binary',
    boolean: 'boolean',
    combobox: 'picklist',
    currency: 'currency',
    date: 'date',
    datetime: 'datetime',
    double: 'number',
    email: 'email',
    encryptedstring: 'string',
    id: 'id',
    int: 'integer',
    json: 'json',
    long: 'integer',
    multipicklist: 'multipicklist',
    percent: 'percent',
    phone: 'phone',
    picklist: 'picklist',
    reference: 'reference',
    string: 'string',
    textarea: 'text',
    url: 'url',
  }),
);

const compoundTypes = new Set(['address', 'location']);
const decimalTypes = new Set(['currency', 'double', 'percent']);
const integerTypes = new Set(['int', 'long']);

/**
 * Standard fields that Salesforce computes although their describe says neither `calculated` nor
 * `autoNumber`, so that they look like a missing edit permission, which nobody could grant
 * (recorded: Opportunity and Campaign).
 */
const computedStandardFields = new Map<string, RegExp>(
  Object.entries({
    Campaign: /^(Hierarchy\w+|NumberOf(?!Sent)\w+|Amount(All|Won)Opportunities)$/,
    Opportunity: /^ExpectedRevenue$/,
  }),
);

/** What the mapping of one field has to know about the others. */
interface Siblings {
  objectName: string;
  byName: ReadonlyMap<string, DescribedField>;
  /** Compound fields that have at least one part which takes a value. */
  writableCompounds: ReadonlySet<string>;
}

export function mapDescribe(described: DescribedObject): DiscoveredObject {
  const siblings = siblingsOf(described);
  const fields = described.fields.map((field) => mapField(field, siblings)).sort(byText(nameOf));
  return {
    objectType: described.name,
    label: described.label ?? described.name,
    custom: described.custom,
    fields,
    requiredForCreate: fields.filter(({ required }) => required).map(nameOf),
    recordTypes: mapRecordTypes(described.recordTypeInfos),
    pipelines: [],
    vendorFields: fields.filter(({ custom }) => !custom).map(nameOf),
  };
}

function nameOf({ name }: { name: string }): string {
  return name;
}

function siblingsOf({ name, fields }: DescribedObject): Siblings {
  const writableParts = fields.filter((field) => field.createable || field.updateable);
  const compounds = writableParts.map(compoundOf).filter((compound) => compound !== null);
  return {
    objectName: name,
    byName: new Map(fields.map((field) => [field.name, field])),
    writableCompounds: new Set(compounds),
  };
}

/** Account.Name names itself as its compound, for the sake of person accounts: that is no part. */
function compoundOf({ name, compoundFieldName }: DescribedField): string | null {
  return compoundFieldName === name ? null : compoundFieldName;
}

function mapField(field: DescribedField, siblings: Siblings): Field {
  return {
    name: field.name,
    label: field.label ?? field.name,
    type: types.get(field.type) ?? 'other',
    nativeType: field.type,
    // Not `nillable` alone: booleans and OwnerId are never null and yet need no value.
    required: field.createable && !field.nillable && !field.defaultedOnCreate,
    createable: field.createable,
    updateable: field.updateable,
    calculated: field.calculated,
    custom: field.custom,
    unique: field.unique || field.type === 'id',
    externalId: field.externalId,
    maxLength: field.length > 0 ? field.length : null,
    ...digitsOf(field),
    ...optionsOf(field, siblings),
    referenceTo: [...field.referenceTo].sort(),
    description: field.inlineHelpText,
    group: null,
    sensitive: field.type === 'encryptedstring',
    restricted: field.restrictedPicklist,
    defaultedOnCreate: field.defaultedOnCreate,
    compoundOf: compoundOf(field),
    encrypted: field.encrypted || field.type === 'encryptedstring',
    writeBlock: writeBlockOf(field, siblings),
  };
}

function digitsOf(field: DescribedField): Pick<Field, 'precision' | 'scale'> {
  if (decimalTypes.has(field.type)) return { precision: field.precision, scale: field.scale };
  if (integerTypes.has(field.type)) return { precision: field.digits, scale: 0 };
  return { precision: null, scale: null };
}

function optionsOf(
  field: DescribedField,
  siblings: Siblings,
): Pick<Field, 'options' | 'dependsOn'> {
  const dependsOn = field.dependentPicklist ? field.controllerName : null;
  const values = dependsOn === null ? [] : controllingValues(siblings.byName.get(dependsOn));
  return {
    dependsOn,
    options: field.picklistValues.map((option) => ({
      value: option.value,
      label: option.label ?? option.value,
      active: option.active,
      // Without the controlling field in sight nobody can say: all, as the contract puts it.
      validFor:
        option.validFor === null || values.length === 0
          ? null
          : decodeValidFor(option.validFor, values),
    })),
  };
}

/** Why neither a create nor an update takes a value. */
function writeBlockOf(field: DescribedField, siblings: Siblings): Field['writeBlock'] {
  if (field.createable || field.updateable) return null;
  if (field.calculated) return 'formula';
  if (compoundTypes.has(field.type) || siblings.writableCompounds.has(field.name))
    return 'compound';
  const isComputed = computedStandardFields.get(siblings.objectName)?.test(field.name) ?? false;
  if (field.permissionable && !field.autoNumber && !isComputed) return 'no_edit_permission';
  return 'system';
}

/** The Master record type stands for “none”: it is nothing that a new record could be given. */
function mapRecordTypes(infos: readonly RecordTypeInfo[]): RecordType[] {
  return infos
    .filter(({ master }) => !master)
    .map((info) => ({
      id: info.recordTypeId,
      name: info.name,
      active: info.active,
      available: info.available,
      default: info.defaultRecordTypeMapping,
    }))
    .sort(byText(({ id }) => id));
}

/**
 * Objects that hold records people work with. A 2026 org lists some 1,300, most of them shares,
 * feeds, histories, change events and settings; what has a page layout and answers queries remains.
 */
export function mapGlobalDescribe(objects: readonly GlobalObject[]): CrmObject[] {
  return objects
    .filter(({ layoutable, queryable }) => layoutable && queryable)
    .filter(({ customSetting, deprecatedAndHidden }) => !customSetting && !deprecatedAndHidden)
    .map(({ name, label, custom }) => ({ objectType: name, label: label ?? name, custom }))
    .sort(byText(({ objectType }) => objectType));
}
