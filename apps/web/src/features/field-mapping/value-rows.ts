/** The rows in which a person matches the values of two picklists. */
import type { CatalogueField, Field, MappingPair } from '../../lib/api-types.ts';
import type { Choice } from '../../ui/select.tsx';

type Entries = MappingPair['valueMap'];
type Side = keyof Entries[number];

export interface ValueRow {
  /** Whose value the row is about; the counterpart is chosen from the other side. */
  side: Side;
  value: string;
  label: string;
  /** Empty: no counterpart. */
  chosen: string;
  choices: readonly Choice<string>[];
}

/**
 * Every value that can come needs a row: ours when values go to the CRM, the CRM's when they come
 * from it. Both ways: ours, then those of the CRM that no row of ours has taken.
 */
export function valueRows(
  { direction, valueMap }: Pick<MappingPair, 'direction' | 'valueMap'>,
  ours: Pick<CatalogueField, 'options'>,
  crm: Pick<Field, 'options'>,
): ValueRow[] {
  const theirs = crm.options.filter(({ active }) => active);
  const ourRows = rows('partneros', ours.options, theirs, valueMap);
  const theirRows = rows('crm', theirs, ours.options, valueMap);
  if (direction === 'to_crm') return ourRows;
  if (direction === 'from_crm') return theirRows;
  const taken = new Set(ourRows.map(({ chosen }) => chosen));
  return [...ourRows, ...theirRows.filter(({ value }) => !taken.has(value))];
}

/** The entries after a row has been given another counterpart, or none. */
export function withValue(entries: Entries, row: Pick<ValueRow, 'side' | 'value'>, chosen: string) {
  const { side, value } = row;
  const first = entries.findIndex((entry) => entry[side] === value);
  const others = entries.filter((_, index) => index !== first);
  if (chosen === '') return others;
  const entry =
    side === 'crm' ? { partneros: chosen, crm: value } : { partneros: value, crm: chosen };
  return [...others, entry];
}

function rows(
  side: Side,
  options: readonly Choice<string>[],
  counterparts: readonly Choice<string>[],
  entries: Entries,
): ValueRow[] {
  const other: Side = side === 'crm' ? 'partneros' : 'crm';
  return options.map(({ value, label }) => ({
    side,
    value,
    label,
    chosen: entries.find((entry) => entry[side] === value)?.[other] ?? '',
    choices: counterparts,
  }));
}
