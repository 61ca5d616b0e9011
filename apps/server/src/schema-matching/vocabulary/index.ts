/** The vocabulary tables, read once into maps. A mistake in a table stops the program at start. */
import { companyConcepts } from './concepts-company.ts';
import { peopleConcepts } from './concepts-people.ts';
import { salesConcepts } from './concepts-sales.ts';
import { relatedConcepts } from './relations.ts';
import { standardFieldTable } from './standard-fields.ts';
import { wordTable } from './word-table.ts';

export type FieldRole = 'primary' | 'alternate' | 'derived' | 'system' | 'compound';

export interface StandardField {
  concept: string;
  role: FieldRole;
}

const roles: readonly string[] = ['alternate', 'derived', 'system', 'compound'];

function isRole(word: string): word is FieldRole {
  return roles.includes(word);
}

function lines(table: string): string[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** `word: variant, variant` lines as [word, variants]. */
function entries(table: string): [string, string[]][] {
  return lines(table).map((line) => {
    const split = line.indexOf(':');
    if (split < 1) throw new Error(`Vocabulary line without a colon: ${line}`);
    const variants = line.slice(split + 1).split(',');
    return [line.slice(0, split), variants.map((variant) => variant.trim())];
  });
}

export const wordVariants: readonly [string, string[]][] = entries(wordTable);

/** Concept and its phrases as written, `scope/` included. */
export const conceptPhrases: readonly [string, string[]][] = [
  ...entries(companyConcepts),
  ...entries(peopleConcepts),
  ...entries(salesConcepts),
];

function readRelations(): Map<string, number> {
  const relations = new Map<string, number>();
  for (const line of lines(relatedConcepts)) {
    const [first, second, strength] = line.split(' ');
    if (first === undefined || second === undefined || !(Number(strength) > 0)) {
      throw new Error(`Unreadable relation: ${line}`);
    }
    relations.set(`${first} ${second}`, Number(strength));
    relations.set(`${second} ${first}`, Number(strength));
  }
  return relations;
}

const relations = readRelations();

const neighbours = new Map<string, string[]>();
for (const pair of relations.keys()) {
  const [first = '', second = ''] = pair.split(' ');
  neighbours.set(first, [...(neighbours.get(first) ?? []), second]);
}

/** The concepts that may stand in for this one, itself first. */
export function relatedTo(concept: string): readonly string[] {
  return [concept, ...(neighbours.get(concept) ?? [])];
}

/** How far one concept can stand for the other: 1 the same, 0 not at all. */
export function conceptAffinity(first: string, second: string): number {
  if (first === second) return 1;
  return relations.get(`${first} ${second}`) ?? 0;
}

function readStandardField(entry: string): [string, StandardField] {
  const [name, concept, role] = entry.trim().split(' ');
  if (name === undefined || concept === undefined) throw new Error(`Unreadable field: ${entry}`);
  if (role === undefined) return [name, { concept, role: 'primary' }];
  if (!isRole(role)) throw new Error(`Unknown role in: ${entry}`);
  return [name, { concept, role }];
}

function readStandardFields(): Map<string, Map<string, StandardField>> {
  const objects = new Map<string, Map<string, StandardField>>();
  let current = new Map<string, StandardField>();
  for (const line of lines(standardFieldTable)) {
    if (line.startsWith('# ')) {
      current = new Map();
      objects.set(line.slice(2), current);
      continue;
    }
    for (const entry of line.split(';')) current.set(...readStandardField(entry));
  }
  return objects;
}

/** By `platform object`, such as `salesforce Account`: field name to what it is. */
export const standardFields: ReadonlyMap<
  string,
  ReadonlyMap<string, StandardField>
> = readStandardFields();
