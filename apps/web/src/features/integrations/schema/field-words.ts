/** What the interface says about a field of a CRM. */
import type { Field, FieldType } from '../../../lib/api-types.ts';

export const typeNames: Record<FieldType, string> = {
  string: 'Text',
  text: 'Long text',
  number: 'Number',
  integer: 'Whole number',
  currency: 'Money',
  percent: 'Percent',
  boolean: 'Yes/no',
  date: 'Date',
  datetime: 'Date and time',
  picklist: 'Picklist',
  multipicklist: 'Picklist, several',
  reference: 'Reference',
  email: 'E-mail',
  phone: 'Phone',
  url: 'Web address',
  id: 'ID',
  address: 'Address',
  json: 'JSON',
  binary: 'File',
  other: 'Other',
};

type Writing = Pick<Field, 'createable' | 'updateable' | 'writeBlock'>;

/** The CRM takes a value for it, on new records or on existing ones. */
export function isWritable({ createable, updateable }: Writing): boolean {
  return createable || updateable;
}

const blockWords = {
  formula: { short: 'Formula', long: 'The CRM calculates it: it can be read, never written.' },
  system: { short: 'System', long: 'The CRM keeps it by itself: it can be read, never written.' },
  compound: {
    short: 'Compound',
    long: 'It is put together from other fields; write those instead.',
  },
  no_edit_permission: {
    short: 'No edit right',
    long: 'The connected user has no right to edit it. A CRM admin can give that right; refresh the schema afterwards.',
  },
} as const;

/** Whether and when it can be written: for a cell of a table, and as a sentence. */
export function writingWords(field: Writing): { short: string; long: string } {
  const { createable, updateable, writeBlock } = field;
  if (writeBlock && !(createable && updateable)) return blockWords[writeBlock];
  if (createable && updateable) return { short: 'Yes', long: 'Yes.' };
  if (createable) return { short: 'On create', long: 'Only when a record is created.' };
  if (updateable) return { short: 'On update', long: 'Only on records that exist already.' };
  return { short: 'No', long: 'The CRM takes no value for it.' };
}

/** Length of text, or digits before and after the point; empty when the type has neither. */
export function sizeWords({ maxLength, precision, scale }: Field): string {
  if (maxLength !== null) return `${maxLength} characters`;
  if (precision === null) return '';
  return scale ? `${precision} digits, ${scale} after the point` : `${precision} digits`;
}
