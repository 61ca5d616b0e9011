/** A field of either side, reduced to what decides whether a pair can be saved. Pure. */
import type { Field, FieldType } from '@partneros/contract/field';
import type { CatalogueField } from '@partneros/contract/object-fields';

/** Field types, and beside them lists of free words and of references, which only we have. */
export type ValueType = FieldType | 'list' | 'references';

export interface SideOption {
  value: string;
  label: string;
  active: boolean;
}

export interface SideField {
  name: string;
  type: ValueType;
  createable: boolean;
  updateable: boolean;
  /** The values it may have; empty where any value, or nobody knows which. */
  options: readonly SideOption[];
  /** Nothing but the options is accepted. */
  closed: boolean;
}

/** Values of yes-or-no fields in value maps. */
const yesOrNo: readonly SideOption[] = [
  { value: 'true', label: 'Yes', active: true },
  { value: 'false', label: 'No', active: true },
];

export function ownSideField(field: CatalogueField): SideField {
  const isBoolean = field.type === 'boolean';
  const options = field.options.map((option) => ({ ...option, active: true }));
  return {
    name: field.name,
    type: ownType(field),
    createable: !field.computed,
    updateable: !field.computed,
    options: isBoolean ? yesOrNo : options,
    closed: isBoolean || options.length > 0,
  };
}

function ownType(field: CatalogueField): ValueType {
  if (!field.multiple) return field.type;
  if (field.type === 'string') return 'list';
  return field.type === 'reference' ? 'references' : field.type;
}

export function crmSideField(field: Field): SideField {
  const isBoolean = field.type === 'boolean';
  return {
    name: field.name,
    type: field.type,
    createable: field.createable,
    updateable: field.updateable,
    options: isBoolean ? yesOrNo : field.options,
    closed: isBoolean || (field.restricted && field.options.length > 0),
  };
}
