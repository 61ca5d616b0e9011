/** How the catalogue files write a field down: what is usual is left out. */
import type { FieldType } from '../field.ts';
import type { CatalogueField } from '../object-fields.ts';

type Extras = Partial<Omit<CatalogueField, 'name' | 'label' | 'type' | 'group' | 'description'>>;

/** Longest value of a plain one-line field and of a text area, in characters. */
const maxLengths: Partial<Record<FieldType, number>> = {
  string: 255,
  text: 32_000,
  email: 254, // RFC 5321 leaves 254 characters for an address between its angle brackets.
  phone: 40,
  url: 2_000,
};

export function defineField(
  name: string,
  label: string,
  type: FieldType,
  group: string,
  description: string,
  extras: Extras = {},
): CatalogueField {
  return {
    name,
    label,
    type,
    options: [],
    required: false,
    group,
    computed: false,
    custom: false,
    partnerVisible: true,
    description,
    referenceTo: null,
    multiple: type === 'multipicklist',
    maxLength: maxLengths[type] ?? null,
    ...extras,
  };
}

/** `options('new_business:New business', …)`: stored value, then what people read. */
export function options(...pairs: string[]): CatalogueField['options'] {
  return pairs.map((pair) => {
    const split = pair.indexOf(':');
    return { value: pair.slice(0, split), label: pair.slice(split + 1) };
  });
}

/** Id and the two timestamps that every record carries. */
export function recordFields(noun: string): CatalogueField[] {
  const computed = { computed: true } as const;
  return [
    defineField('id', 'PartnerOS ID', 'id', 'Record', `Our own id of the ${noun}.`, computed),
    defineField(
      'createdAt',
      'Created at',
      'datetime',
      'Record',
      `When the ${noun} was created in PartnerOS.`,
      computed,
    ),
    defineField(
      'updatedAt',
      'Updated at',
      'datetime',
      'Record',
      `When anything about the ${noun} last changed in PartnerOS.`,
      computed,
    ),
  ];
}
