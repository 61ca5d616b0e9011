/** Fields for tests: what is not said is the usual. */
import type { Field } from '@partneros/contract/field';
import type { MappingPair } from '@partneros/contract/mapping';
import type { CatalogueField } from '@partneros/contract/object-fields';

export function crmField(name: string, extras: Partial<Field> = {}): Field {
  return {
    name,
    label: name,
    type: 'string',
    nativeType: 'string',
    required: false,
    createable: true,
    updateable: true,
    calculated: false,
    custom: name.endsWith('__c'),
    unique: false,
    externalId: false,
    maxLength: null,
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
    ...extras,
  };
}

/** `choice('Type', ['a', 'b'])`: a restricted picklist; `-b` is an option no longer in use. */
export function choice(name: string, values: string[], extras: Partial<Field> = {}): Field {
  const options = values.map((text) => {
    const value = text.replace(/^-/, '');
    return { value, label: value, active: value === text, validFor: null };
  });
  return crmField(name, { type: 'picklist', options, restricted: true, ...extras });
}

export function ownField(name: string, extras: Partial<CatalogueField> = {}): CatalogueField {
  return {
    name,
    label: name,
    type: 'string',
    options: [],
    required: false,
    group: 'Test',
    computed: false,
    custom: false,
    partnerVisible: true,
    description: 'A field for tests.',
    referenceTo: null,
    multiple: false,
    maxLength: null,
    ...extras,
  };
}

export function ownChoice(name: string, values: string[]): CatalogueField {
  const options = values.map((value) => ({ value, label: value }));
  return ownField(name, { type: 'picklist', options });
}

export function pair(
  partnerosField: string,
  crmFieldName: string,
  extras: Partial<MappingPair> = {},
): MappingPair {
  return {
    partnerosField,
    crmField: crmFieldName,
    direction: 'bidirectional',
    transform: null,
    valueMap: [],
    onConflict: 'crm_wins',
    onBlank: 'keep',
    ...extras,
  };
}
