/**
 * What speaks for and against one pair of fields, as numbers.
 *
 * All are between −1 and 1, most between 0 and 1. The weights file names them in the same order.
 */
import { isShortForm, skeleton } from './normalise.ts';
import { optionSimilarity } from './option-similarity.ts';
import { type PreparedField, type PreparedSchema, wordWeight } from './prepare.ts';
import { typeCompatibility } from './type-families.ts';
import { conceptAffinity } from './vocabulary/index.ts';

export const featureNames = [
  'bias',
  'nameCosine',
  'labelCosine',
  'bestCosine',
  'descriptionCosine',
  'optionMatch',
  'optionMismatch',
  'words',
  'leftWordsFound',
  'rightWordsFound',
  'equal',
  'concept',
  'conceptOnly',
  'conceptConflict',
  'qualifiers',
  'extraQualifiers',
  'missingQualifiers',
  'type',
  'readOnly',
  'alternate',
  'derived',
  'system',
  'compound',
  'namesLeftObject',
  'customRight',
  'reference',
  'groupWords',
  'groupMismatch',
  'readOnlyTwin',
  'foreignKey',
  'namesPartner',
  'textToReference',
  'sameName',
] as const;

export type FeatureName = (typeof featureNames)[number];

const positions = new Map<string, number>(featureNames.map((name, index) => [name, index]));

/** One feature of a pair by its name. */
export function featureOf(features: Float64Array, name: FeatureName): number {
  return features[positions.get(name) ?? -1] ?? 0;
}

/** Cosines of one pair, taken from the indexes. */
export interface PairCosines {
  name: number;
  label: number;
  best: number;
  description: number;
}

function wordLikeness(first: string, second: string): number {
  if (first === second) return 1;
  const shortest = Math.min(first.length, second.length);
  if (shortest > 3 && skeleton(first) === skeleton(second)) return 0.8;
  if (isShortForm(first, second) || isShortForm(second, first)) return 0.7;
  if (shortest > 5 && first.slice(0, 6) === second.slice(0, 6)) return 0.7;
  return 0;
}

/** Weight of the words of `from` that are found in `to`, and their whole weight. */
function found(
  schema: PreparedSchema,
  from: readonly string[],
  to: readonly string[],
): [number, number] {
  let hit = 0;
  let total = 0;
  for (const word of from) {
    const weight = wordWeight(schema, word);
    total += weight;
    let best = 0;
    for (const other of to) best = Math.max(best, wordLikeness(word, other));
    hit += best * weight;
  }
  return [hit, total];
}

interface WordMatch {
  dice: number;
  left: number;
  right: number;
}

const noWordMatch: WordMatch = { dice: 0, left: 0, right: 0 };

function matchWords(
  schema: PreparedSchema,
  left: readonly string[],
  right: readonly string[],
): WordMatch {
  if (left.length === 0 || right.length === 0) return noWordMatch;
  const [leftHit, leftTotal] = found(schema, left, right);
  const [rightHit, rightTotal] = found(schema, right, left);
  return {
    dice: (leftHit + rightHit) / (leftTotal + rightTotal),
    left: leftHit / leftTotal,
    right: rightHit / rightTotal,
  };
}

type WordLists = readonly (readonly string[])[];

/** “Partner Type” says `type` to a field of a partner: the other side's noun goes without saying. */
function titles(field: PreparedField, otherNouns: ReadonlySet<string>): WordLists {
  return [field.nameWords, field.labelWords].map((words) => {
    if (!words.some((word) => otherNouns.has(word))) return words;
    const rest = words.filter((word) => !otherNouns.has(word));
    return rest.length > 0 ? rest : words;
  });
}

/** The best of name and label against name and label. */
function bestWords(schema: PreparedSchema, left: WordLists, right: WordLists): WordMatch {
  let best = noWordMatch;
  for (const mine of left) {
    for (const theirs of right) {
      const match = matchWords(schema, mine, theirs);
      if (match.dice > best.dice) best = match;
    }
  }
  return best;
}

function isEqual(left: WordLists, right: WordLists): boolean {
  const theirs = new Set(right.map((words) => words.join(' ')));
  return left.some((words) => words.length > 0 && theirs.has(words.join(' ')));
}

/** Best affinity of their concepts, weighted by how sure those are; null when one has none. */
function conceptMatch(left: PreparedField, right: PreparedField): number | null {
  if (left.concepts.length === 0 || right.concepts.length === 0) return null;
  let best = 0;
  for (const mine of left.concepts) {
    for (const theirs of right.concepts) {
      const affinity = conceptAffinity(mine.concept, theirs.concept);
      best = Math.max(best, affinity * Math.sqrt(mine.weight * theirs.weight));
    }
  }
  return best;
}

/** Words that a field may have more or less without meaning another one. */
const mildQualifiers = new Set(['primary', 'main', 'default', 'address', 'hubspot', 'crm', 'new']);

function qualifierWeight(schema: PreparedSchema, words: Iterable<string>): number {
  let total = 0;
  for (const word of words) {
    total += wordWeight(schema, word) * (mildQualifiers.has(word) ? 0.3 : 1);
  }
  return total;
}

function isAmong(word: string, words: ReadonlySet<string>): boolean {
  if (words.has(word)) return true;
  for (const other of words) if (wordLikeness(word, other) > 0.6) return true;
  return false;
}

interface QualifierMatch {
  shared: number;
  extra: number;
  missing: number;
}

/** `missing`: said on the left only; `extra`: said on the right only. Each 0..1. */
function matchQualifiers(
  schema: PreparedSchema,
  left: PreparedField,
  right: PreparedField,
  leftNouns: ReadonlySet<string>,
): QualifierMatch {
  const shared = [...left.qualifiers].filter((word) => isAmong(word, right.allWords));
  const missing = [...left.qualifiers].filter((word) => !isAmong(word, right.allWords));
  const extra = [...right.qualifiers].filter(
    (word) => !isAmong(word, left.allWords) && !leftNouns.has(word),
  );
  const scale = 1.5 * Math.log(1 + schema.fields.length);
  return {
    shared: Math.min(1, qualifierWeight(schema, shared) / scale),
    extra: Math.min(1, qualifierWeight(schema, extra) / scale),
    missing: Math.min(1, qualifierWeight(schema, missing) / scale),
  };
}

const peopleObjects = new Set(['user', 'member', 'owner', 'group']);
const companyObjects = new Set(['account', 'company', 'companies', 'partner']);

function referenceKind(objects: readonly string[]): string | null {
  const names = objects.map((name) => name.toLowerCase());
  if (names.some((name) => peopleObjects.has(name))) return 'person';
  if (names.some((name) => companyObjects.has(name))) return 'company';
  return names[0] ?? null;
}

/** 1 when both lead to the same kind of object, −1 when to different kinds, 0 when not known. */
function referenceMatch(left: PreparedField, right: PreparedField): number {
  const mine = referenceKind(left.field.referenceTo);
  const theirs = referenceKind(right.field.referenceTo);
  if (mine === null || theirs === null) return 0;
  return mine === theirs ? 1 : -1;
}

/** Things that the CRM itself keeps; that they cannot be written says nothing against them. */
function isKeptByCrm(left: PreparedField): boolean {
  return left.concepts.some(({ concept }) => concept.startsWith('record.'));
}

function namesObject(right: PreparedField, nouns: ReadonlySet<string>, own: ReadonlySet<string>) {
  for (const noun of nouns) if (right.allWords.has(noun) && !own.has(noun)) return 1;
  return 0;
}

function isUselesslyReadOnly(left: PreparedField, right: PreparedField): boolean {
  if (right.field.createable || right.field.updateable) return false;
  return !isKeptByCrm(left) && !left.field.computed;
}

/** How far the words that two groups share agree, 0..1; null when one field is in no group. */
function groupLikeness(
  schema: PreparedSchema,
  left: PreparedField,
  right: PreparedField,
): number | null {
  if (left.groupWords.size === 0 || right.groupWords.size === 0) return null;
  return matchWords(schema, [...left.groupWords], [...right.groupWords]).dice;
}

function isForeignKey(left: PreparedField, right: PreparedField): boolean {
  const isOurId = left.concepts[0]?.concept === 'record.own_id';
  return isOurId && right.concepts.some(({ concept }) => concept === 'record.external_id');
}

/** The same API name but for case and separators; one plain word such as `type` proves nothing. */
function isSameName(left: PreparedField, right: PreparedField): boolean {
  if (left.nameWords.length < 2) return false;
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain(left.field.name) === plain(right.field.name);
}

const weakRoles = ['alternate', 'derived', 'system', 'compound'] as const;

const flag = (value: boolean): number => (value ? 1 : 0);

/** How far a likeness is from full; 0 where there was nothing to compare. */
function disagreement(likeness: number | null): number {
  return likeness === null ? 0 : 1 - likeness;
}

/**
 * Our ids beside the CRM's own id of the record, our record's id beside anything that cannot be
 * written: neither side could be, and which record belongs to which is kept elsewhere.
 */
function isForeignId(side: PreparedSchema, left: PreparedField, right: PreparedField): boolean {
  if (!side.kind.isOurs) return false;
  const { type, computed } = left.field;
  const canHold = right.field.createable || right.field.updateable;
  if (type === 'id' && !canHold) return true;
  const isOurs = type === 'id' || (type === 'reference' && computed);
  return isOurs && right.concepts[0]?.concept === 'record.id';
}

/** The features of a pair in the order of `featureNames`; null when its types exclude each other. */
export function pairFeatures(
  sides: { left: PreparedSchema; right: PreparedSchema },
  left: PreparedField,
  right: PreparedField,
  cosines: PairCosines,
): Float64Array | null {
  const type = typeCompatibility(left.field.type, right.field.type);
  if (type === null || isForeignId(sides.left, left, right)) return null;
  const mine = titles(left, sides.right.kind.nouns);
  const theirs = titles(right, sides.left.kind.nouns);
  const words = bestWords(sides.right, mine, theirs);
  const concept = conceptMatch(left, right);
  const qualifiers = matchQualifiers(sides.right, left, right, sides.left.kind.nouns);
  const options = optionSimilarity(left.options, right.options);
  const nounShare = Math.max(words.dice, concept ?? 0);
  const group = groupLikeness(sides.right, left, right);
  return Float64Array.of(
    1,
    cosines.name,
    cosines.label,
    cosines.best,
    cosines.description,
    options ?? 0,
    disagreement(options),
    words.dice,
    words.left,
    words.right,
    flag(isEqual(mine, theirs)),
    concept ?? 0,
    flag(concept !== null && concept > 0.95 && qualifiers.extra + qualifiers.missing === 0),
    disagreement(concept === null ? null : Math.min(1, concept / 0.4)),
    qualifiers.shared,
    qualifiers.extra,
    qualifiers.missing,
    type,
    flag(isUselesslyReadOnly(left, right)),
    ...weakRoles.map((role) => flag(right.role === role)),
    nounShare * namesObject(right, sides.left.kind.nouns, sides.right.kind.nouns),
    flag(right.field.custom),
    referenceMatch(left, right),
    group ?? 0,
    disagreement(group),
    flag(right.hasWritableTwin),
    flag(isForeignKey(left, right)),
    nounShare * namesObject(right, sides.left.worldNouns, sides.right.kind.nouns),
    flag(left.field.type === 'string' && right.field.type === 'reference'),
    flag(isSameName(left, right)),
  );
}
