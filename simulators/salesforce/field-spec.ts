/**
 * What a Salesforce field is in a simulated org, before it is spelled out as the 57 attributes of a
 * describe. Tables, the generator of odd fields, tests and the control API all speak this shape.
 *
 * Sources: recorded describes of five orgs (grouparoo, cumulusci, elasticio), spec 06 section 1.4.
 */

/** The field types met in recorded describes, and four that the documentation adds. */
export const FIELD_TYPES = [
  'id',
  'string',
  'reference',
  'picklist',
  'multipicklist',
  'combobox',
  'datetime',
  'date',
  'time',
  'double',
  'int',
  'currency',
  'percent',
  'boolean',
  'phone',
  'email',
  'url',
  'textarea',
  'address',
  'location',
  'base64',
  'encryptedstring',
  'anyType',
] as const;

export type FieldType = (typeof FIELD_TYPES)[number];

export interface PicklistEntry {
  value: string;
  label?: string;
  active?: boolean;
  defaultValue?: boolean;
  /** Values of the controlling field under which this one may be chosen. */
  validFor?: readonly string[];
}

/**
 * Who may do what with the field:
 * `rw` ordinary, `required` must be given on create, `owner` filled by the system unless given,
 * `system` always filled and never written, `readonly` never written and without field permission,
 * `formula` never written but under field permission.
 */
export type FieldAccess = 'rw' | 'required' | 'owner' | 'system' | 'readonly' | 'formula';

export type AttributeValue = string | number | boolean | null;

export interface FieldSpec {
  name: string;
  label: string;
  type: FieldType;
  access?: FieldAccess;
  length?: number;
  precision?: number;
  scale?: number;
  digits?: number;
  picklist?: readonly PicklistEntry[];
  /** The picklist or boolean field that decides which values are valid. */
  controller?: string;
  referenceTo?: readonly string[];
  relationshipName?: string | null;
  /** The compound field (`BillingAddress`, `Name`) that this one is a part of. */
  compound?: string;
  extraType?: string;
  help?: string;
  formula?: string;
  /** False: the connected user has no field-level read right, so a describe leaves it out. */
  visible?: boolean;
  /** False: readable, but the user has no edit right (not updateable, yet not calculated). */
  editable?: boolean;
  /** Any of the 57 attributes set directly; wins over every rule. */
  attributes?: Readonly<Record<string, AttributeValue>>;
}
