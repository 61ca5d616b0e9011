/** What is different between two readings of one field, in words. */
import type { Field } from '../../../lib/api-types.ts';
import { typeNames } from '../schema/field-words.ts';

export interface Difference {
  label: string;
  before: string;
  after: string;
}

interface Aspect {
  label: string;
  read: (field: Field) => string;
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
const orNone = (value: string | number | null): string => (value === null ? 'none' : String(value));

const aspects: readonly Aspect[] = [
  { label: 'Label', read: ({ label }) => label },
  { label: 'Type', read: ({ type }) => typeNames[type] },
  { label: 'CRM type', read: ({ nativeType }) => nativeType },
  { label: 'Required', read: ({ required }) => yesNo(required) },
  { label: 'Writable on create', read: ({ createable }) => yesNo(createable) },
  { label: 'Writable on update', read: ({ updateable }) => yesNo(updateable) },
  { label: 'Calculated', read: ({ calculated }) => yesNo(calculated) },
  { label: 'Unique', read: ({ unique }) => yesNo(unique) },
  { label: 'External ID', read: ({ externalId }) => yesNo(externalId) },
  { label: 'Longest value', read: ({ maxLength }) => orNone(maxLength) },
  { label: 'Digits', read: ({ precision }) => orNone(precision) },
  { label: 'Digits after the point', read: ({ scale }) => orNone(scale) },
  { label: 'Refers to', read: ({ referenceTo }) => referenceTo.join(', ') || 'none' },
  { label: 'Description', read: ({ description }) => orNone(description) },
  { label: 'Group', read: ({ group }) => orNone(group) },
  { label: 'Custom', read: ({ custom }) => yesNo(custom) },
  { label: 'Sensitive', read: ({ sensitive }) => yesNo(sensitive) },
  { label: 'Encrypted', read: ({ encrypted }) => yesNo(encrypted) },
  { label: 'Listed options only', read: ({ restricted }) => yesNo(restricted) },
  { label: 'Filled in on create', read: ({ defaultedOnCreate }) => yesNo(defaultedOnCreate) },
  { label: 'Options depend on', read: ({ dependsOn }) => orNone(dependsOn) },
  { label: 'Part of', read: ({ compoundOf }) => orNone(compoundOf) },
  { label: 'Why not writable', read: ({ writeBlock }) => orNone(writeBlock).replaceAll('_', ' ') },
];

/** Every aspect that changed, options last; empty when the two say the same. */
export function fieldDifferences(before: Field, after: Field): Difference[] {
  const changed = aspects.flatMap(({ label, read }) =>
    difference(label, read(before), read(after)),
  );
  return [...changed, ...optionDifferences(before, after)];
}

function difference(label: string, before: string, after: string): Difference[] {
  return before === after ? [] : [{ label, before, after }];
}

function optionDifferences(before: Field, after: Field): Difference[] {
  const old = new Map(before.options.map((option) => [option.value, optionText(option)]));
  const current = new Map(after.options.map((option) => [option.value, optionText(option)]));
  const values = new Set([...old.keys(), ...current.keys()]);
  return [...values].flatMap((value) =>
    difference(`Option ${value}`, old.get(value) ?? 'none', current.get(value) ?? 'none'),
  );
}

function optionText({ label, active, validFor }: Field['options'][number]): string {
  const only = validFor ? `, only for ${validFor.join(', ')}` : '';
  return `${label}${active ? '' : ', not in use'}${only}`;
}
