import type { Field } from '../../../lib/api-types.ts';
import type { Choice } from '../../../ui/select.tsx';
import { isWritable } from './field-words.ts';

export type FieldFilter = 'all' | 'required' | 'custom' | 'read_only' | 'no_edit_right';

export const fieldFilters: readonly Choice<FieldFilter>[] = [
  { value: 'all', label: 'All fields' },
  { value: 'required', label: 'Required' },
  { value: 'custom', label: 'Custom' },
  { value: 'read_only', label: 'Not writable' },
  { value: 'no_edit_right', label: 'No edit right' },
];

const passes: Record<FieldFilter, (field: Field) => boolean> = {
  all: () => true,
  required: ({ required }) => required,
  custom: ({ custom }) => custom,
  read_only: (field) => !isWritable(field),
  no_edit_right: ({ writeBlock }) => writeBlock === 'no_edit_permission',
};

/**
 * Fields that hold every word of the search in label, name, type or an option. Those whose name or
 * label begins with the search come first; otherwise the order stays.
 */
export function findFields(
  fields: readonly Field[],
  search: string,
  filter: FieldFilter,
): readonly Field[] {
  const kept = fields.filter(passes[filter]);
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return kept;
  const words = wanted.split(/\s+/);
  const found = kept.filter((field) => {
    const text = searchText(field);
    return words.every((word) => text.includes(word));
  });
  const [first, rest] = partition(found, ({ name, label }) =>
    [name, label].some((text) => text.toLowerCase().startsWith(wanted)),
  );
  return [...first, ...rest];
}

const searchTexts = new WeakMap<Field, string>();

/** Put together once for each field: typing searches 900 of them at every letter. */
function searchText(field: Field): string {
  const known = searchTexts.get(field);
  if (known !== undefined) return known;
  const { label, name, type, nativeType, options } = field;
  const text = [label, name, type, nativeType, ...options.map((option) => option.label)]
    .join('\n')
    .toLowerCase();
  searchTexts.set(field, text);
  return text;
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
