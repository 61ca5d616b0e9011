/**
 * Reads the compact property tables under `tables/`, one property a line:
 *
 *     name | label | type/fieldType | group | flags | value=Label; !hidden; … or {formula} | description
 *
 * `@timezones` in the options column stands for all time zones that the runtime knows.
 */
import { readFileSync } from 'node:fs';
import type { OptionSpec, PropertySpec } from './property-spec.ts';

const FLAGS: Readonly<Record<string, Partial<PropertySpec>>> = {
  custom: { custom: true },
  ro: { readOnlyValue: true },
  open: { readOnlyDefinition: false },
  fixed: { archivable: false },
  'options=locked': { readOnlyOptions: true },
  'options=open': { readOnlyOptions: false },
  calc: { calculated: true },
  ext: { externalOptions: true },
  unique: { hasUniqueValue: true },
  hidden: { hidden: true },
  form: { formField: true },
  money: { showCurrencySymbol: true },
  'money=no': { showCurrencySymbol: false },
  'archived=no': { archived: false },
  undated: { undated: true },
};

function parseFlag(word: string): Partial<PropertySpec> {
  const known = FLAGS[word];
  if (known) return known;
  const [key, value = ''] = word.split('=');
  if (key === 'ref') return { referencedObjectType: value };
  if (key === 'order') return { displayOrder: Number(value) };
  if (key === 'date') return { dateDisplayHint: value };
  throw new Error(`unknown flag in a table: ${word}`);
}

function parseOption(text: string): OptionSpec {
  const hidden = text.startsWith('!');
  const [value = '', label] = (hidden ? text.slice(1) : text).split('=');
  return { value, label: label ?? value, ...(hidden && { hidden }) };
}

function parseOptions(text: string): Partial<PropertySpec> {
  if (text === '') return {};
  if (text.startsWith('{')) return { calculationFormula: text.slice(1, -1) };
  if (text === '@timezones') {
    const zones = Intl.supportedValuesOf('timeZone');
    return {
      options: zones.map((zone) => ({
        value: zone.toLowerCase().replaceAll('/', '_slash_'),
        label: zone,
      })),
    };
  }
  return { options: text.split('; ').map(parseOption) };
}

function parsePropertyLine(line: string): PropertySpec {
  const cells = line.split('|').map((cell) => cell.trim());
  const [name = '', label = '', types = '', groupName = '', flags = '', options = '', words = ''] =
    cells;
  const [type = '', fieldType = ''] = types.split('/');
  const set = flags.split(' ').filter(Boolean).map(parseFlag);
  return {
    name,
    label,
    type,
    fieldType,
    groupName,
    ...set.reduce((all, one) => ({ ...all, ...one }), {}),
    ...parseOptions(options),
    ...(words !== '' && { description: words }),
  };
}

const cache = new Map<string, readonly PropertySpec[]>();

/** The properties of one table file; read once, shared, not to be changed. */
export function readPropertyTable(name: string): readonly PropertySpec[] {
  const known = cache.get(name);
  if (known) return known;
  const text = readFileSync(new URL(`./tables/${name}.txt`, import.meta.url), 'utf8');
  const properties = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parsePropertyLine);
  cache.set(name, properties);
  return properties;
}
