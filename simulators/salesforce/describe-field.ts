import { ACCESS_RULES, type AccessRule, TYPE_RULES, type TypeRule } from './field-rules.ts';
import type { AttributeValue, FieldSpec, FieldType, PicklistEntry } from './field-spec.ts';

/**
 * A field spelled out as the 57 attributes of a describe (55 before API v46), by the rules of
 * `field-rules.ts`; byteLength is three times the length, except for ids (recorded).
 */
export type DescribedField = Record<string, unknown> & { name: string };

/** A text area above 255 characters cannot be filtered, sorted or grouped (recorded: 32000, 32768). */
const LONGEST_FILTERABLE_TEXT = 255;

function searchRights(spec: FieldSpec, rule: TypeRule, length: number) {
  const long = spec.type === 'textarea' && length > LONGEST_FILTERABLE_TEXT;
  const calculated = spec.formula !== undefined;
  return {
    filterable: !long && (rule.filterable ?? true),
    groupable: !long && !calculated && (rule.groupable ?? false),
    sortable: !long && (rule.sortable ?? true),
    aggregatable: !long && (rule.aggregatable ?? true),
  };
}

function rightsOf(spec: FieldSpec): AccessRule {
  const access = spec.access ?? (spec.formula === undefined ? 'rw' : 'formula');
  const rule = { ...ACCESS_RULES[access] };
  if (spec.type === 'boolean') {
    rule.nillable = false;
    rule.defaultedOnCreate = true;
  }
  if (spec.type === 'address' || spec.type === 'location') {
    rule.createable = false;
    rule.updateable = false;
  }
  if (spec.editable === false) {
    rule.createable = false;
    rule.updateable = false;
  }
  return rule;
}

function textLength(spec: FieldSpec, rule: TypeRule): number {
  if (rule.length === undefined) return 0;
  return spec.length ?? rule.length;
}

/** Ids count bytes one to one, all other texts three bytes a character (recorded). */
function byteLength(type: FieldType, length: number): number {
  return type === 'id' || type === 'reference' ? length : length * 3;
}

function numberShape(spec: FieldSpec): { precision: number; scale: number; digits: number } {
  if (spec.type === 'int') return { precision: 0, scale: 0, digits: spec.digits ?? 9 };
  if (spec.type === 'double' || spec.type === 'currency' || spec.type === 'percent') {
    return { precision: spec.precision ?? 18, scale: spec.scale ?? 2, digits: 0 };
  }
  return { precision: 0, scale: 0, digits: 0 };
}

/**
 * `validFor` is base64 over a bit set: bit n (most significant first) stands for the n-th value of
 * the controlling picklist, or for unchecked/checked of a boolean (spec 06, 1.4; vendor SOAP guide).
 */
function encodeValidFor(controlling: readonly string[], valid: readonly string[]): string {
  const bytes = new Uint8Array(Math.max(1, Math.ceil(controlling.length / 8)));
  controlling.forEach((value, index) => {
    if (!valid.includes(value)) return;
    const byte = index >> 3;
    bytes[byte] = (bytes[byte] ?? 0) | (0x80 >> (index & 7));
  });
  return Buffer.from(bytes).toString('base64');
}

function describePicklist(
  entries: readonly PicklistEntry[],
  controlling: readonly string[] | undefined,
) {
  return entries.map((entry) => ({
    active: entry.active ?? true,
    defaultValue: entry.defaultValue ?? false,
    label: entry.label ?? entry.value,
    validFor: controlling ? encodeValidFor(controlling, entry.validFor ?? []) : null,
    value: entry.value,
  }));
}

function defaultValueOf(spec: FieldSpec): AttributeValue {
  if (spec.type === 'boolean') return false;
  return spec.picklist?.find((entry) => entry.defaultValue === true)?.value ?? null;
}

function relationshipOf(spec: FieldSpec): string | null {
  if (spec.relationshipName !== undefined) return spec.relationshipName;
  if (spec.type !== 'reference') return null;
  return spec.name.endsWith('__c')
    ? spec.name.replace(/__c$/, '__r')
    : spec.name.replace(/Id$/, '');
}

/** Every attribute in recorded order, with the value that most fields have. */
const USUAL_ATTRIBUTES = {
  aggregatable: true,
  aiPredictionField: false,
  autoNumber: false,
  byteLength: 0,
  calculated: false,
  calculatedFormula: null,
  cascadeDelete: false,
  caseSensitive: false,
  compoundFieldName: null,
  controllerName: null,
  createable: true,
  custom: false,
  defaultValue: null,
  defaultValueFormula: null,
  defaultedOnCreate: false,
  dependentPicklist: false,
  deprecatedAndHidden: false,
  digits: 0,
  displayLocationInDecimal: false,
  encrypted: false,
  externalId: false,
  extraTypeInfo: null,
  filterable: true,
  filteredLookupInfo: null,
  formulaTreatNullNumberAsZero: false,
  groupable: false,
  highScaleNumber: false,
  htmlFormatted: false,
  idLookup: false,
  inlineHelpText: null,
  label: '',
  length: 0,
  mask: null,
  maskType: null,
  name: '',
  nameField: false,
  namePointing: false,
  nillable: true,
  permissionable: true,
  picklistValues: [],
  polymorphicForeignKey: false,
  precision: 0,
  queryByDistance: false,
  referenceTargetField: null,
  referenceTo: [],
  relationshipName: null,
  relationshipOrder: null,
  restrictedDelete: false,
  restrictedPicklist: false,
  scale: 0,
  searchPrefilterable: false,
  soapType: 'xsd:string',
  sortable: true,
  type: 'string',
  unique: false,
  updateable: true,
  writeRequiresMasterRead: false,
} as const;

/** Names of the 57 attributes. */
export const FIELD_ATTRIBUTES: readonly string[] = Object.keys(USUAL_ATTRIBUTES);

const NEW_ATTRIBUTES = ['aiPredictionField', 'formulaTreatNullNumberAsZero'];

/** The 55 of old versions: recorded at v42, all 57 at v46. */
const OLD_ATTRIBUTES: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(USUAL_ATTRIBUTES).filter(([name]) => !NEW_ATTRIBUTES.includes(name)),
);

function encryption(type: FieldType) {
  return type === 'encryptedstring' ? { encrypted: true, mask: '*', maskType: 'all' } : {};
}

function picklistMembers(spec: FieldSpec, controlling: readonly string[] | undefined) {
  if (spec.picklist === undefined) return {};
  return {
    picklistValues: describePicklist(spec.picklist, controlling),
    controllerName: spec.controller ?? null,
    dependentPicklist: spec.controller !== undefined,
  };
}

function formulaMembers(spec: FieldSpec) {
  return spec.formula === undefined ? {} : { calculated: true, calculatedFormula: spec.formula };
}

/**
 * @param controlling the values of the field's controller, in order, when it has one
 * @param version major API version
 */
export function describeField(
  spec: FieldSpec,
  controlling: readonly string[] | undefined,
  version: number,
): DescribedField {
  const rule = TYPE_RULES[spec.type];
  const length = textLength(spec, rule);
  return {
    ...(version >= 46 ? USUAL_ATTRIBUTES : OLD_ATTRIBUTES),
    ...rightsOf(spec),
    ...searchRights(spec, rule, length),
    ...numberShape(spec),
    ...encryption(spec.type),
    ...picklistMembers(spec, controlling),
    ...formulaMembers(spec),
    name: spec.name,
    label: spec.label,
    type: spec.type,
    soapType: rule.soapType,
    length,
    byteLength: byteLength(spec.type, length),
    compoundFieldName: spec.compound ?? null,
    custom: spec.name.endsWith('__c'),
    defaultValue: defaultValueOf(spec),
    extraTypeInfo: spec.extraType ?? (spec.type === 'textarea' ? 'plaintextarea' : null),
    idLookup: spec.type === 'id',
    inlineHelpText: spec.help ?? null,
    queryByDistance: rule.soapType.startsWith('urn:'),
    referenceTo: spec.referenceTo ?? [],
    relationshipName: relationshipOf(spec),
    ...spec.attributes,
  };
}
