/**
 * Reads the cases written for the project (`cases/own/`; their README says how they were made).
 *
 * A case is a left side, a right side (a standard object's fields, labels as the org shows them,
 * its own fields, clutter) and two readings of which field means which. The first reading went
 * through the left fields, the second through the right ones without the first in view; where they
 * differ, the case says what was settled and why.
 */
import { readdirSync, readFileSync } from 'node:fs';

type CaseOption = string | { value: string; label?: string | null | undefined };

/** A field as the given cases have it too. */
export interface WrittenField {
  name: string;
  label: string;
  type: string;
  description?: string | null | undefined;
  options?: CaseOption[] | null | undefined;
  readOnly?: boolean | undefined;
  custom?: boolean | undefined;
  calculated?: boolean | undefined;
  required?: boolean | undefined;
}

export interface WrittenCase {
  id: string;
  platform: 'salesforce' | 'hubspot';
  heldOut: boolean;
  leftSchema: WrittenField[];
  rightSchema: WrittenField[];
  /** Settled answers of every left field; an empty set: no counterpart. */
  answers: Map<string, Set<string>>;
  /** Both readings, for the record: field to its answers. */
  judgedBy: { first: Map<string, Set<string>>; second: Map<string, Set<string>> };
  settled: Map<string, string>;
}

const folder = new URL('cases/own/', import.meta.url);

function read(path: string): string[] {
  return readFileSync(new URL(path, folder), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** `name | label | type | options | description`; after the type `!` read-only, `=` calculated. */
function readField(line: string): WrittenField {
  const [name = '', label = '', typed = '', options = '', description = ''] = line
    .split('|')
    .map((part) => part.trim());
  const listed = options.split(',').map((option) => option.trim());
  return {
    name,
    label,
    type: typed.replace(/[!=]$/, ''),
    ...(typed.endsWith('!') && { readOnly: true }),
    ...(typed.endsWith('=') && { readOnly: true, calculated: true }),
    ...(options !== '' && { options: listed }),
    ...(description !== '' && { description }),
  };
}

/** The labels that an org shows for the fields of a standard object. */
function readLabels(name: string, object: string): Map<string, string> {
  const labels = new Map<string, string>();
  for (const line of read(`labels-${name}.txt`)) {
    const [lineObject = '', entries = ''] = line.split('|');
    if (lineObject.trim() !== object) continue;
    for (const entry of entries.split(';')) {
      const [field = '', label = ''] = entry.split('=');
      labels.set(field.trim(), label.trim());
    }
  }
  return labels;
}

/** Fields that have nothing to do with partners, each area with each thing, in a fixed order. */
function clutter(count: number): WrittenField[] {
  const [areaLine = '', thingLine = ''] = read('clutter.txt');
  const areas = areaLine.replace('areas:', '').split(',');
  const things = thingLine.replace('things:', '').split(';');
  const all = things.flatMap((thing) => {
    const [title = '', type = ''] = thing.split('|').map((part) => part.trim());
    return areas.map((area) => {
      const label = `${area.trim()} ${title}`;
      return { name: `${label.replace(/ /g, '_')}__c`, label, type, custom: true };
    });
  });
  if (all.length < count) throw new Error(`Only ${all.length} clutter fields can be made.`);
  return all.slice(0, count);
}

type Readings = Map<string, Set<string>>;

function add(readings: Readings, left: string, right: string): void {
  readings.set(left, (readings.get(left) ?? new Set()).add(right));
}

/** `left=right or right; …` and `none: left, …`. */
function readFirst(lines: readonly string[]): Readings {
  const readings: Readings = new Map();
  for (const line of lines) {
    if (line.startsWith('none:')) {
      for (const name of line.slice(5).split(',')) {
        if (name.trim() !== '') readings.set(name.trim(), new Set());
      }
      continue;
    }
    for (const entry of line.split(';')) {
      const [left = '', rights = ''] = entry.split('=');
      for (const right of rights.split(' or ')) add(readings, left.trim(), right.trim());
    }
  }
  return readings;
}

/** `right=left; …`: left fields that nothing was taken for have no counterpart. */
function readSecond(lines: readonly string[], left: readonly WrittenField[]): Readings {
  const readings: Readings = new Map(left.map(({ name }) => [name, new Set()]));
  for (const entry of lines.flatMap((line) => line.split(';'))) {
    const [right = '', name = ''] = entry.split('=').map((part) => part.trim());
    if (!readings.has(name)) throw new Error(`Second reading of unknown field ${name}`);
    add(readings, name, right);
  }
  return readings;
}

function sameSets(first: ReadonlySet<string>, second: ReadonlySet<string>): boolean {
  return first.size === second.size && [...first].every((name) => second.has(name));
}

/** `field = answer or answer: reason`; `none` for no counterpart. */
function readSettled(lines: readonly string[]): Map<string, [Set<string>, string]> {
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      const [field = '', rights = ''] = line.slice(0, colon).split('=');
      const names = rights.split(' or ').map((name) => name.trim());
      const answers = new Set(names.filter((name) => name !== 'none'));
      return [field.trim(), [answers, line.slice(colon + 1).trim()]];
    }),
  );
}

interface Sections {
  head: Map<string, string>;
  fields: string[];
  first: string[];
  second: string[];
  settled: string[];
}

function splitSections(lines: readonly string[]): Sections {
  const parts: Sections = { head: new Map(), fields: [], first: [], second: [], settled: [] };
  let current: string[] | null = null;
  for (const line of lines) {
    if (line === 'fields' || line === 'first' || line === 'second' || line === 'settled') {
      current = parts[line];
    } else if (current) current.push(line);
    else {
      const space = line.indexOf(' ');
      if (space < 0) parts.head.set(line, '');
      else parts.head.set(line.slice(0, space), line.slice(space + 1).trim());
    }
  }
  return parts;
}

function settle(id: string, first: Readings, second: Readings, lines: readonly string[]) {
  const settled = readSettled(lines);
  const answers: Readings = new Map();
  for (const [field, own] of first) {
    const other = second.get(field) ?? new Set();
    const choice = settled.get(field);
    if (choice === undefined && !sameSets(own, other)) {
      const list = (set: ReadonlySet<string>) => [...set].join(' or ') || 'none';
      throw new Error(`${id}: ${field} was read as ${list(own)} and as ${list(other)}.`);
    }
    answers.set(field, choice?.[0] ?? own);
  }
  return { answers, reasons: new Map([...settled].map(([field, [, why]]) => [field, why])) };
}

/** Standard fields by the object's key in the given cases, such as `sf-Account`. */
export type StandardObjects = ReadonlyMap<string, readonly WrittenField[]>;

function standardPart(
  base: string,
  right: string,
  labels: string | undefined,
  known: StandardObjects,
) {
  const fields = known.get(base) ?? read(`base-${base}.txt`).map(readField);
  const shown = labels === undefined ? new Map<string, string>() : readLabels(labels, right);
  return fields.map((field) => ({ ...field, label: shown.get(field.name) ?? field.label }));
}

function check(written: WrittenCase): void {
  const names = new Set(written.rightSchema.map(({ name }) => name));
  if (names.size !== written.rightSchema.length) throw new Error(`${written.id}: a field twice`);
  for (const { name } of written.leftSchema) {
    if (!written.answers.has(name)) throw new Error(`${written.id}: ${name} is not judged`);
  }
  for (const { first, second } of [written.judgedBy]) {
    for (const answer of [...first.values(), ...second.values()].flatMap((set) => [...set])) {
      if (!names.has(answer)) throw new Error(`${written.id}: there is no ${answer}`);
    }
  }
}

function readCase(file: string, known: StandardObjects): WrittenCase {
  const { head, fields, first, second, settled } = splitSections(read(`cases/${file}`));
  const base = head.get('base') ?? '';
  const right = head.get('right') ?? '';
  const platform = base.startsWith('sf') ? 'salesforce' : 'hubspot';
  const leftSchema = read(`lefts/${head.get('left') ?? ''}.txt`).map(readField);
  const own = fields.map((line) => ({ ...readField(line), custom: true }));
  const readings = {
    first: readFirst(first),
    second: readSecond(second, leftSchema),
  };
  const id = file.replace('.txt', '');
  const { answers, reasons } = settle(id, readings.first, readings.second, settled);
  const written: WrittenCase = {
    id,
    platform,
    heldOut: head.has('held-out'),
    leftSchema,
    rightSchema: [
      ...standardPart(base, right, head.get('labels'), known),
      ...own,
      ...clutter(Number(head.get('clutter') ?? 0)),
    ],
    answers,
    judgedBy: readings,
    settled: reasons,
  };
  check(written);
  return written;
}

/** All own cases by name. A case that is not whole stops the program. */
export function readOwnCases(known: StandardObjects): WrittenCase[] {
  const files = readdirSync(new URL('cases/', folder)).filter((file) => file.endsWith('.txt'));
  return files.sort().map((file) => readCase(file, known));
}
