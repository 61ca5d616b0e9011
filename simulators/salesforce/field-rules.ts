/**
 * What follows from a field's type and from its access.
 *
 * Read off 802 recorded fields (grouparoo, cumulusci, elasticio); formula, multipicklist, time,
 * location, encrypted and anyType fields do not occur there and follow the vendor's object reference
 * from memory: hypotheses.
 */
import type { FieldAccess, FieldType } from './field-spec.ts';

export interface TypeRule {
  soapType: string;
  /** Default text length; absent for types that have none. */
  length?: number;
  filterable?: boolean;
  groupable?: boolean;
  sortable?: boolean;
  aggregatable?: boolean;
}

export const TYPE_RULES: Readonly<Record<FieldType, TypeRule>> = {
  id: { soapType: 'tns:ID', length: 18, groupable: true },
  reference: { soapType: 'tns:ID', length: 18, groupable: true },
  string: { soapType: 'xsd:string', length: 255, groupable: true },
  picklist: { soapType: 'xsd:string', length: 255, groupable: true },
  combobox: { soapType: 'xsd:string', length: 255, groupable: true },
  phone: { soapType: 'xsd:string', length: 40, groupable: true },
  email: { soapType: 'xsd:string', length: 80, groupable: true },
  url: { soapType: 'xsd:string', length: 255, groupable: true },
  multipicklist: { soapType: 'xsd:string', length: 4099, sortable: false, aggregatable: false },
  encryptedstring: {
    soapType: 'xsd:string',
    length: 175,
    filterable: false,
    sortable: false,
    aggregatable: false,
  },
  textarea: { soapType: 'xsd:string', length: 255, groupable: true },
  datetime: { soapType: 'xsd:dateTime' },
  date: { soapType: 'xsd:date', groupable: true },
  time: { soapType: 'xsd:time' },
  double: { soapType: 'xsd:double' },
  currency: { soapType: 'xsd:double' },
  percent: { soapType: 'xsd:double' },
  int: { soapType: 'xsd:int', groupable: true },
  boolean: { soapType: 'xsd:boolean', groupable: true, aggregatable: false },
  address: { soapType: 'urn:address', sortable: false, aggregatable: false },
  location: { soapType: 'urn:location', sortable: false, aggregatable: false },
  base64: {
    soapType: 'xsd:base64Binary',
    filterable: false,
    sortable: false,
    aggregatable: false,
  },
  anyType: { soapType: 'xsd:anyType', filterable: false, sortable: false, aggregatable: false },
};

export interface AccessRule {
  createable: boolean;
  updateable: boolean;
  nillable: boolean;
  permissionable: boolean;
  defaultedOnCreate: boolean;
}

export const ACCESS_RULES: Readonly<Record<FieldAccess, AccessRule>> = {
  rw: accessRule({ createable: true, updateable: true, nillable: true, permissionable: true }),
  required: accessRule({ createable: true, updateable: true }),
  owner: accessRule({ createable: true, updateable: true, defaultedOnCreate: true }),
  system: accessRule({ defaultedOnCreate: true }),
  readonly: accessRule({ nillable: true }),
  formula: accessRule({ nillable: true, permissionable: true }),
};

function accessRule(given: Partial<AccessRule>): AccessRule {
  return {
    createable: false,
    updateable: false,
    nillable: false,
    permissionable: false,
    defaultedOnCreate: false,
    ...given,
  };
}
