/**
 * One side of a comparison, made ready once and used for any number of comparisons.
 *
 * Holds per field its words, concepts, qualifiers, options and vectors, and for the whole schema
 * how rare each word is and the inverted indexes. About 2 MB for 900 fields.
 */
import {
  type ObjectKind,
  objectKind,
  type Recognition,
  recognise,
  standardField,
} from './concepts.ts';
import { compareText, contentHash } from './content-hash.ts';
import { embedField, type FieldVectors, readVectors, type ViewName, viewNames } from './embed.ts';
import { inferObjectName, inferStandardObject } from './infer-object.ts';
import { nameWords, textWords } from './normalise.ts';
import { type PreparedOptions, prepareOptions } from './option-similarity.ts';
import type { MatchField, SchemaInput } from './types.ts';
import { buildViewIndex, type ViewIndex } from './view-index.ts';
import type { FieldRole, StandardField } from './vocabulary/index.ts';
import { lightWords } from './vocabulary/words.ts';

export interface PreparedField {
  field: MatchField;
  hash: string;
  /** Words without the object's own noun, of name and of label; the label's may be empty. */
  nameWords: readonly string[];
  labelWords: readonly string[];
  /** All words, the object's nouns included. */
  allWords: ReadonlySet<string>;
  /** What it may be about, each with how sure that is, 0..1. */
  concepts: readonly { concept: string; weight: number }[];
  qualifiers: ReadonlySet<string>;
  role: FieldRole;
  /** A field that the CRM's vendor made and whose meaning is listed. */
  isStandard: boolean;
  /** Siblings share it: fields of one address, of one person inside a deal. '' for none. */
  groupKey: string;
  /** The words that most of its siblings share; empty without siblings. */
  groupWords: ReadonlySet<string>;
  /** It cannot be written, and another field of the same title can. */
  hasWritableTwin: boolean;
  options: PreparedOptions;
  vectors: FieldVectors;
}

export interface PreparedSchema {
  kind: ObjectKind;
  /** In order of name, so that nothing depends on the order they came in. */
  fields: readonly PreparedField[];
  /** In how many fields each word occurs. */
  wordFields: ReadonlyMap<string, number>;
  /** Positions of the fields that may be about a concept. */
  conceptFields: ReadonlyMap<string, readonly number[]>;
  indexes: Record<ViewName, ViewIndex>;
  /** The object's own nouns, and “partner” where its records belong to partners. */
  worldNouns: ReadonlySet<string>;
}

/** Path names (`Customer.Contact.Email`): the last part says what it is, the rest of what. */
function recogniseName(name: string, words: string[], kind: ObjectKind): Recognition {
  const split = name.lastIndexOf('.');
  if (split < 1) return recognise(words, kind);
  const before = nameWords(name.slice(0, split));
  const own = recognise(nameWords(name.slice(split + 1)), kind);
  const whole = recognise(words, kind);
  // `AccessControls.Owner.Email` is the owner's: whose it is belongs to the phrase.
  const isPersons = /^(person|record\.owner)/.test(whole.concept ?? '');
  if (isPersons && whole.length > own.length && whole.isAtEnd) return whole;
  return {
    ...own,
    words: [...before, ...own.words],
    qualifiers: [...before, ...own.qualifiers],
  };
}

/**
 * Our own id is nothing that a CRM knows by itself: it belongs into a field made for foreign ids,
 * not beside the CRM's id.
 */
function knownConcept(field: MatchField, kind: ObjectKind, listed: string | null): string | null {
  return kind.isOurs && field.type === 'id' ? 'record.own_id' : listed;
}

const ownSystemWords = new Set([
  'partneros',
  'prm',
  'external',
  'foreign',
  'portal',
  'integration',
]);
const otherSystemWords = new Set(
  'erp sap netsuite marketo zoominfo jigsaw stripe hubspot salesforce clearbit tax vat'.split(' '),
);

/** How likely a field of the customer's own was made to hold another system's id, 0..1. */
function foreignKeyWeight(field: MatchField, words: readonly string[]): number {
  if (field.externalId) return 0.8;
  const holdsText = field.type === 'string' || field.type === 'text';
  if (!field.custom || !holdsText || words.some((word) => otherSystemWords.has(word))) return 0;
  const isId = words.includes('id');
  if (words.some((word) => ownSystemWords.has(word))) return isId ? 0.9 : 0.5;
  return isId ? 0.5 : 0;
}

function conceptsOf(
  field: MatchField,
  name: Recognition,
  label: Recognition,
  known: string | null,
): PreparedField['concepts'] {
  if (known !== null) return [{ concept: known, weight: 1 }];
  const weights = new Map<string, number>();
  const foreign = foreignKeyWeight(field, [...name.words, ...label.words]);
  if (foreign > 0) weights.set('record.external_id', foreign);
  const longest = Math.max(name.length, label.length);
  for (const { concept, coverage, length } of [name, label]) {
    if (concept === null) continue;
    // Where name (`state`) and label (“Lead state”) disagree, the one that says more is believed.
    const isVaguer = name.concept !== label.concept && length < longest;
    const weight = (0.15 + 0.85 * coverage) * (isVaguer ? 0.5 : 1);
    weights.set(concept, Math.max(weight, weights.get(concept) ?? 0));
  }
  return [...weights].map(([concept, weight]) => ({ concept, weight }));
}

/** The label speaks to people, so its qualifiers count; without a label the name's do. */
function qualifiersOf(name: Recognition, label: Recognition): ReadonlySet<string> {
  const best = label.concept === null || name.coverage > label.coverage ? name : label;
  return new Set(best.qualifiers.filter((word) => !lightWords.has(word) || word === 'other'));
}

function groupKeyOf(concept: string | undefined, qualifiers: ReadonlySet<string>): string {
  if (concept === undefined) return '';
  const isAddress = concept.startsWith('address.');
  const words = [...qualifiers].filter((word) => word !== 'address').sort(compareText);
  return (isAddress ? 'address ' : '') + words.join(' ');
}

/**
 * What the vendor keeps for its own use: on a standard object, a read-only field that is not the
 * customer's and that the table of standard fields does not know.
 */
function isVendorsOwn(field: MatchField, kind: ObjectKind): boolean {
  const isReadOnly = !field.createable && !field.updateable;
  const isHubspot = kind.standardKey?.startsWith('hubspot ') ?? false;
  return isHubspot && !field.custom && isReadOnly && field.name.startsWith('hs_');
}

function roleOf(field: MatchField, listed: FieldRole | null, kind: ObjectKind): FieldRole {
  if (listed !== null) return listed;
  if (field.type === 'address') return 'compound';
  const isHubspotInternal =
    !field.custom &&
    /^hs_(analytics|calculated|searchable|v2|date_(entered|exited)|time_in|all)_/.test(field.name);
  if (isVendorsOwn(field, kind)) return 'system';
  if (isHubspotInternal || /_(earliest|latest)_value_/.test(field.name)) return 'system';
  return field.calculated ? 'derived' : 'primary';
}

function vectorsOf(field: MatchField, stored: Uint8Array | undefined): FieldVectors {
  const known = stored === undefined ? null : readVectors(stored);
  const vectors = known ?? readVectors(embedField(field));
  if (vectors === null) throw new Error('A vector just made cannot be read.');
  return vectors;
}

/**
 * What the table of standard fields says. A customer's own `Industry__c` means what the vendor's
 * `Industry` means, but for fields that the vendor keeps or works out for itself.
 */
function listedField(field: MatchField, kind: ObjectKind): StandardField | null {
  const listed = standardField(kind, field.name);
  if (listed !== null && !field.custom) return listed;
  const bare = standardField(kind, field.name.replace(/__c$/, ''));
  return bare?.role === 'system' || bare?.role === 'derived' ? null : bare;
}

function prepareField(
  field: MatchField,
  kind: ObjectKind,
  vectors: ReadonlyMap<string, Uint8Array>,
): PreparedField {
  const hash = contentHash(field);
  const wordsOfName = nameWords(field.name);
  const wordsOfLabel = textWords(field.label);
  const name = recogniseName(field.name, wordsOfName, kind);
  const label = recognise(wordsOfLabel, kind);
  const listed = listedField(field, kind);
  const known = knownConcept(field, kind, listed?.concept ?? null);
  const concepts = conceptsOf(field, name, label, known);
  const qualifiers = qualifiersOf(name, label);
  return {
    field,
    hash,
    nameWords: name.words,
    labelWords: label.words,
    allWords: new Set([...wordsOfName, ...wordsOfLabel]),
    concepts,
    qualifiers,
    role: roleOf(field, listed?.role ?? null, kind),
    isStandard: listed !== null && !field.custom,
    groupKey: groupKeyOf(concepts[0]?.concept, qualifiers),
    groupWords: new Set(),
    hasWritableTwin: false,
    options: prepareOptions(field),
    vectors: vectorsOf(field, vectors.get(hash)),
  };
}

function countWordFields(fields: readonly PreparedField[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const field of fields) {
    for (const word of field.allWords) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function indexConcepts(fields: readonly PreparedField[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  fields.forEach((field, position) => {
    for (const { concept } of field.concepts) {
      const positions = index.get(concept);
      if (positions) positions.push(position);
      else index.set(concept, [position]);
    }
  });
  return index;
}

/** Words that at least two thirds of a group's fields have, by group. */
function sharedWords(fields: readonly PreparedField[]): Map<string, Set<string>> {
  const groups = new Map<string, PreparedField[]>();
  for (const field of fields) {
    if (field.groupKey === '') continue;
    const group = groups.get(field.groupKey);
    if (group) group.push(field);
    else groups.set(field.groupKey, [field]);
  }
  const shared = new Map<string, Set<string>>();
  for (const [key, group] of groups) {
    if (group.length < 2) continue;
    const counts = countWordFields(group);
    const words = [...counts].filter(([, count]) => count * 3 >= group.length * 2);
    shared.set(key, new Set(words.map(([word]) => word)));
  }
  return shared;
}

function titleOf(field: PreparedField): string {
  return field.labelWords.length > 0 ? field.labelWords.join(' ') : field.nameWords.join(' ');
}

/** Fills in what a field's neighbours say about it. */
function withNeighbours(fields: readonly PreparedField[]): PreparedField[] {
  const shared = sharedWords(fields);
  const isWritable = ({ field }: PreparedField): boolean => field.createable || field.updateable;
  const writable = new Set(fields.filter(isWritable).map(titleOf));
  return fields.map((field) => ({
    ...field,
    groupWords: shared.get(field.groupKey) ?? field.groupWords,
    hasWritableTwin: !isWritable(field) && writable.has(titleOf(field)),
  }));
}

function worldNounsOf(kind: ObjectKind, fields: readonly PreparedField[]): ReadonlySet<string> {
  const isPartners = fields.some(({ concepts }) => concepts[0]?.concept.startsWith('partner.'));
  return isPartners ? new Set([...kind.nouns, 'partner', 'prm']) : kind.nouns;
}

/** `Account` of an unnamed CRM is recognised by its fields, and so is an object without a name. */
function kindOf({ objectType, platform, fields }: SchemaInput): ObjectKind {
  const isNamed = objectType !== '';
  if (isNamed && platform !== null) return objectKind(objectType, platform);
  const inferred = inferStandardObject(fields);
  if (inferred !== null) return objectKind(inferred.objectType, inferred.platform);
  return objectKind(isNamed ? objectType : inferObjectName(fields), platform);
}

/** Makes one side ready. Names of fields are unique within a schema. */
export function prepareSchema(input: SchemaInput): PreparedSchema {
  const kind = kindOf(input);
  const sorted = [...input.fields].sort((a, b) => compareText(a.name, b.name));
  const fields = withNeighbours(sorted.map((field) => prepareField(field, kind, input.vectors)));
  const view = (name: ViewName) => buildViewIndex(fields.map((field) => field.vectors[name]));
  return {
    kind,
    conceptFields: indexConcepts(fields),
    fields,
    wordFields: countWordFields(fields),
    worldNouns: worldNounsOf(kind, fields),
    indexes: {
      name: view(viewNames[0]),
      label: view(viewNames[1]),
      description: view(viewNames[2]),
      options: view(viewNames[3]),
    },
  };
}

/** How much a word says about a field of this schema: rare words more, words like `id` less. */
export function wordWeight(schema: PreparedSchema, word: string): number {
  const rarity = Math.log(
    1 + (schema.fields.length + 1) / ((schema.wordFields.get(word) ?? 0) + 1),
  );
  return lightWords.has(word) ? rarity * 0.35 : rarity;
}
