import { readFileSync } from 'node:fs';
import {
  type AttributeValue,
  FIELD_TYPES,
  type FieldAccess,
  type FieldSpec,
  type FieldType,
  type PicklistEntry,
} from './field-spec.ts';

/**
 * Reads the compact field tables under `tables/`: one field a line,
 *
 *     Name | Label | type(size) | access +attribute -attribute key=value | value; *default; value=Label
 *
 * `type(size)`: `string(80)`, `currency(18,2)`, `int(8)`, `reference(Group,User>Owner)` where the
 * part after `>` is the relationship name (`>-` for none). The last column holds picklist values, or
 * `{formula}`. Lines starting with `#` are comments.
 */
const ACCESS_WORDS: Readonly<Record<string, FieldAccess>> = {
  rw: 'rw',
  req: 'required',
  own: 'owner',
  sys: 'system',
  ro: 'readonly',
  fx: 'formula',
};

const NUMBER_TYPES: readonly FieldType[] = ['double', 'currency', 'percent'];

function isFieldType(word: string): word is FieldType {
  return (FIELD_TYPES as readonly string[]).includes(word); // widened only to ask `includes`
}

function parseReference(size: string): Partial<FieldSpec> {
  const [targets = '', relation] = size.split('>');
  const referenceTo = targets === '' ? [] : targets.split(',');
  if (relation === undefined) return { referenceTo };
  return { referenceTo, relationshipName: relation === '-' ? null : relation };
}

function parseType(text: string): Partial<FieldSpec> & { type: FieldType } {
  const [, word = '', size = ''] = /^(\w+)(?:\((.*)\))?$/.exec(text) ?? [];
  if (!isFieldType(word)) throw new Error(`unknown field type in a table: ${text}`);
  if (word === 'reference') return { type: word, ...parseReference(size) };
  if (size === '') return { type: word };
  if (word === 'int') return { type: word, digits: Number(size) };
  if (NUMBER_TYPES.includes(word)) {
    const [precision, scale] = size.split(',').map(Number);
    return { type: word, precision: precision ?? 18, scale: scale ?? 0 };
  }
  return { type: word, length: Number(size) };
}

function parseFlags(text: string): Partial<FieldSpec> {
  const attributes: Record<string, AttributeValue> = {};
  const spec: Partial<FieldSpec> = {};
  for (const word of text.split(' ').filter(Boolean)) {
    const access = ACCESS_WORDS[word];
    if (access) spec.access = access;
    else if (word.startsWith('+')) attributes[word.slice(1)] = true;
    else if (word.startsWith('-')) attributes[word.slice(1)] = false;
    else if (word.startsWith('compound=')) spec.compound = word.slice(9);
    else if (word.startsWith('extra=')) spec.extraType = word.slice(6);
    else if (word.startsWith('by=')) spec.controller = word.slice(3);
    else if (word.startsWith('relation=')) spec.relationshipName = word.slice(9);
    else if (word.startsWith('bytes=')) attributes['byteLength'] = Number(word.slice(6));
    else throw new Error(`unknown flag in a table: ${word}`);
  }
  return Object.keys(attributes).length > 0 ? { ...spec, attributes } : spec;
}

function parseEntry(text: string): PicklistEntry {
  const isDefault = text.startsWith('*');
  const [pair = '', valid] = (isDefault ? text.slice(1) : text).split(' @');
  const [value = '', label] = pair.split('=');
  return {
    value,
    ...(label !== undefined && { label }),
    ...(isDefault && { defaultValue: true }),
    ...(valid !== undefined && { validFor: valid.split(',') }),
  };
}

function parseValues(text: string): Partial<FieldSpec> {
  if (text === '') return {};
  if (text.startsWith('{')) return { formula: text.slice(1, -1) };
  return { picklist: text.split('; ').map(parseEntry) };
}

function parseFieldLine(line: string): FieldSpec {
  const [name = '', label = '', type = '', flags = '', values = '', help = ''] = line
    .split('|')
    .map((cell) => cell.trim());
  return {
    name,
    label,
    ...parseType(type),
    ...parseFlags(flags),
    ...parseValues(values),
    ...(help !== '' && { help }),
  };
}

function parseFieldTable(text: string): FieldSpec[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map(parseFieldLine);
}

const cache = new Map<string, readonly FieldSpec[]>();

/** The fields of one table file, e.g. `account`; read once, shared, not to be changed. */
export function readFieldTable(name: string): readonly FieldSpec[] {
  const known = cache.get(name);
  if (known) return known;
  const text = readFileSync(new URL(`./tables/${name}.txt`, import.meta.url), 'utf8');
  const fields = parseFieldTable(text);
  cache.set(name, fields);
  return fields;
}
