/**
 * When are two field lists the same? One canonical text per field: keys in alphabetical order,
 * options by value, references sorted; the list by name. CRMs' own answers are not byte-stable
 * (HubSpot shuffles keys and order between two reads a second apart).
 */
import type { Field, FieldOption } from '@partneros/contract/field';
import { sha256 } from '../../kernel/crypto/tokens.ts';
import type { DiscoveredObject } from '../../vendors/port.ts';

/** The canonical text of one field; every member of `Field` counts. */
export function canonicalField(field: Field): string {
  return JSON.stringify({
    calculated: field.calculated,
    compoundOf: field.compoundOf,
    createable: field.createable,
    custom: field.custom,
    defaultedOnCreate: field.defaultedOnCreate,
    dependsOn: field.dependsOn,
    description: field.description,
    encrypted: field.encrypted,
    externalId: field.externalId,
    group: field.group,
    label: field.label,
    maxLength: field.maxLength,
    name: field.name,
    nativeType: field.nativeType,
    options: field.options.map(canonicalOption).sort(byValue),
    precision: field.precision,
    referenceTo: [...field.referenceTo].sort(),
    required: field.required,
    restricted: field.restricted,
    scale: field.scale,
    sensitive: field.sensitive,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable,
    writeBlock: field.writeBlock,
  } satisfies Record<keyof Field, unknown>);
}

/** SHA-256 (hex) over the canonical JSON of the field list sorted by name [doc]. */
export function schemaHash(fields: readonly Field[]): string {
  const sorted = [...fields].sort((a, b) => compare(a.name, b.name));
  return sha256(`[${sorted.map(canonicalField).join(',')}]`);
}

/** The hash of what is no field: label, record types, pipelines, what creation demands. */
export function detailsHash(object: DiscoveredObject): string {
  const { label, custom, requiredForCreate, recordTypes, pipelines } = object;
  const details = [
    label,
    custom,
    [...requiredForCreate].sort(),
    [...recordTypes].sort((a, b) => compare(a.id, b.id)),
    [...pipelines].sort((a, b) => compare(a.id, b.id)),
  ];
  return sha256(JSON.stringify(details, byKey));
}

/** For `JSON.stringify`: members in alphabetical order, whatever order they were written in. */
function byKey(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compare(a, b)));
}

function canonicalOption(option: FieldOption): FieldOption {
  const validFor = option.validFor ? [...option.validFor].sort() : null;
  return { active: option.active, label: option.label, validFor, value: option.value };
}

function byValue(a: FieldOption, b: FieldOption): number {
  return compare(a.value, b.value) || compare(a.label, b.label);
}

/** By code unit: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
