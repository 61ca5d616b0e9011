/**
 * A property of a simulated portal, and its body on the wire. Members, their order and which of
 * them are missing when: 554 recorded properties of a 2025 portal (ampersand), spec 06 section 2.2.
 */
export interface OptionSpec {
  value: string;
  label: string;
  hidden?: boolean;
  description?: string;
}

export interface PropertySpec {
  name: string;
  label: string;
  /** `string`, `number`, `enumeration`, `bool`, `date`, `datetime`, and odder ones. */
  type: string;
  fieldType: string;
  groupName: string;
  description?: string;
  options?: readonly OptionSpec[];
  /** Made by the customer: `hubspotDefined` is then absent, not false. */
  custom?: boolean;
  readOnlyValue?: boolean;
  readOnlyDefinition?: boolean;
  readOnlyOptions?: boolean;
  archivable?: boolean;
  calculated?: boolean;
  calculationFormula?: string;
  externalOptions?: boolean;
  referencedObjectType?: string;
  hasUniqueValue?: boolean;
  hidden?: boolean;
  formField?: boolean;
  displayOrder?: number;
  showCurrencySymbol?: boolean;
  dateDisplayHint?: string;
  dataSensitivity?: 'non_sensitive' | 'sensitive' | 'highly_sensitive';
  /** Present on about one in twenty; false then. */
  archived?: boolean;
  /** Some built-in properties come without dates. */
  undated?: boolean;
  createdAt?: string;
  updatedAt?: string;
}

const SEEDED_AT = '2025-06-30T15:57:37.277Z';
const PERSON = '61204417';

function dates(spec: PropertySpec): Record<string, string> {
  if (spec.undated) return {};
  return { updatedAt: spec.updatedAt ?? SEEDED_AT, createdAt: spec.createdAt ?? SEEDED_AT };
}

function metadata(spec: PropertySpec): Record<string, boolean> {
  return {
    archivable: spec.archivable ?? true,
    readOnlyDefinition: spec.readOnlyDefinition ?? !spec.custom,
    ...(spec.readOnlyOptions !== undefined && { readOnlyOptions: spec.readOnlyOptions }),
    readOnlyValue: spec.readOnlyValue ?? false,
  };
}

function options(spec: PropertySpec, shuffle: Shuffle): Record<string, unknown>[] {
  return (spec.options ?? []).map((option, index) =>
    shuffle([
      ['label', option.label],
      ['value', option.value],
      ...(option.description === undefined
        ? []
        : ([['description', option.description]] as [string, unknown][])), // a pair, not an array of unions
      ['displayOrder', index],
      ['hidden', option.hidden ?? false],
    ]),
  );
}

/** Builds an object with its members in some order. */
export type Shuffle = (members: [string, unknown][]) => Record<string, unknown>;

/** Members that a property only shows when they say something (recorded). */
function occasional(spec: PropertySpec) {
  const archived = spec.archived ?? (spec.custom ? false : undefined);
  return {
    person: spec.custom ? { createdUserId: PERSON, updatedUserId: PERSON } : {},
    reference: present({ referencedObjectType: spec.referencedObjectType }),
    archived: present({ archived }),
    // absent, not false, on custom properties
    hubspotDefined: spec.custom ? {} : { hubspotDefined: true },
    currency: present({ showCurrencySymbol: spec.showCurrencySymbol }),
    formula: present({ calculationFormula: spec.calculationFormula }),
    dateHint: present({ dateDisplayHint: spec.dateDisplayHint }),
  };
}

function present(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

const USUAL = {
  description: '',
  displayOrder: -1,
  calculated: false,
  externalOptions: false,
  hasUniqueValue: false,
  hidden: false,
  formField: false,
  dataSensitivity: 'non_sensitive',
} as const;

export function describeProperty(spec: PropertySpec, shuffle: Shuffle): Record<string, unknown> {
  const full = { ...USUAL, ...spec };
  const sometimes = occasional(spec);
  return {
    ...dates(spec),
    name: full.name,
    label: full.label,
    type: full.type,
    fieldType: full.fieldType,
    description: full.description,
    groupName: full.groupName,
    options: options(spec, shuffle),
    ...sometimes.person,
    ...sometimes.reference,
    displayOrder: full.displayOrder,
    calculated: full.calculated,
    externalOptions: full.externalOptions,
    ...sometimes.archived,
    hasUniqueValue: full.hasUniqueValue,
    hidden: full.hidden,
    ...sometimes.hubspotDefined,
    ...sometimes.currency,
    modificationMetadata: metadata(spec),
    formField: full.formField,
    ...sometimes.formula,
    ...sometimes.dateHint,
    dataSensitivity: full.dataSensitivity,
  };
}
