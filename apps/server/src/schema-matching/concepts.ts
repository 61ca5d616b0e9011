/**
 * Which concept a field is about, from its words and from the table of standard fields.
 *
 * The words that name the concept are taken out; what is left are the qualifiers (`billing` in
 * “Billing City”), which tell fields of one concept apart.
 */
import type { Platform } from '@partneros/contract/integrations';
import { compareText } from './content-hash.ts';
import { textWords } from './normalise.ts';
import { conceptPhrases, type FieldRole, standardFields } from './vocabulary/index.ts';
import { objectNouns } from './vocabulary/words.ts';

/** What kind of thing an object's records are, closest kind first. */
export interface ObjectKind {
  scopes: readonly string[];
  /** The object's own nouns, in lower case. */
  nouns: ReadonlySet<string>;
  /** `salesforce Account`, when the object is a standard one. */
  standardKey: string | null;
  /** One of PartnerOS's own objects, or of a product like it, rather than a CRM's. */
  isOurs: boolean;
}

export interface Recognition {
  concept: string | null;
  /** Share of the words that the concept's phrase covers, 0..1. */
  coverage: number;
  /** Number of words in that phrase. */
  length: number;
  /** The phrase is the last thing said. */
  isAtEnd: boolean;
  qualifiers: string[];
  /** The words without the object's own noun; all of them when nothing else is there. */
  words: string[];
}

const phraseConcepts = new Map<string, string>();
/** The same by words in alphabetical order, for tongues that put the head first; null: ambiguous. */
const bagConcepts = new Map<string, string | null>();

function bagOf(words: readonly string[]): string {
  return [...words].sort(compareText).join(' ');
}

function learnPhrases(): void {
  for (const [concept, phrases] of conceptPhrases) {
    for (const phrase of phrases) {
      const split = phrase.indexOf('/');
      const scope = split < 0 ? '' : phrase.slice(0, split + 1);
      const words = textWords(phrase.slice(split + 1));
      const key = scope + words.join(' ');
      if (!phraseConcepts.has(key)) phraseConcepts.set(key, concept);
      if (words.length < 2 || scope !== '') continue;
      const bag = bagOf(words);
      bagConcepts.set(bag, (bagConcepts.get(bag) ?? concept) === concept ? concept : null);
    }
  }
}

learnPhrases();

const scopesByNoun: Record<string, readonly string[]> = {
  partner: ['partner', 'company'],
  account: ['company'],
  company: ['company'],
  organization: ['company'],
  contact: ['person'],
  person: ['person'],
  lead: ['lead', 'person'],
  registration: ['registration', 'deal'],
  deal: ['deal'],
  opportunity: ['deal'],
};

/** Finds the kind of an object from its name; an odd custom object has no scopes and own words. */
export function objectKind(objectType: string, platform: Platform | null): ObjectKind {
  const words = textWords(objectType.replace(/__c$/i, ''));
  const noun = [...words].reverse().find((word) => word in scopesByNoun);
  const scopes = noun === undefined ? [] : (scopesByNoun[noun] ?? []);
  const nouns = new Set(scopes.slice(0, 1).flatMap((scope) => objectNouns[scope] ?? []));
  if (noun === 'registration') nouns.add('deal');
  if (noun === undefined) for (const word of words) nouns.add(word);
  const key = `${platform} ${objectType}`;
  return {
    scopes,
    nouns,
    standardKey: standardFields.has(key) ? key : null,
    isOurs: platform === null,
  };
}

function phraseConcept(words: readonly string[], scopes: readonly string[]): string | undefined {
  const phrase = words.join(' ');
  for (const scope of scopes) {
    const scoped = phraseConcepts.get(`${scope}/${phrase}`);
    if (scoped !== undefined) return scoped;
  }
  const known = phraseConcepts.get(phrase);
  if (known !== undefined || words.length < 2) return known;
  return bagConcepts.get(bagOf(words)) ?? undefined;
}

interface FoundPhrase {
  concept: string;
  start: number;
  length: number;
}

/**
 * The phrase that says most. English puts the head last (`customer account industry` is an
 * industry), so a phrase at the end counts as one word longer; of equals the later one wins.
 */
function bestPhrase(words: readonly string[], scopes: readonly string[]): FoundPhrase | null {
  let best: FoundPhrase | null = null;
  let bestLength = 0;
  for (let start = words.length - 1; start >= 0; start -= 1) {
    for (let length = Math.min(words.length - start, 5); length > 0; length -= 1) {
      const effective = length + (start + length === words.length ? 1 : 0);
      if (effective <= bestLength) continue;
      const concept = phraseConcept(words.slice(start, start + length), scopes);
      if (concept === undefined) continue;
      best = { concept, start, length };
      bestLength = effective;
    }
  }
  return best;
}

/** “Number of deal registrations” is no registration. */
function isCountOf(words: readonly string[], found: FoundPhrase): boolean {
  const startsSo = found.start > 0 && (words[0] === 'number' || words[0] === 'count');
  return startsSo || (words.at(-1) === 'count' && found.start + found.length < words.length);
}

function recognisePlain(words: string[], scopes: readonly string[]): Recognition {
  const found = bestPhrase(words, scopes);
  if (!found) {
    return { concept: null, coverage: 0, length: 0, isAtEnd: false, qualifiers: words, words };
  }
  return {
    concept: isCountOf(words, found) ? `count of ${found.concept}` : found.concept,
    coverage: found.length / words.length,
    length: found.length,
    isAtEnd: found.start + found.length === words.length,
    qualifiers: words.filter(
      (_, index) => index < found.start || index >= found.start + found.length,
    ),
    words,
  };
}

/** What the words of a name or a label say, on an object of this kind. */
export function recognise(words: string[], kind: ObjectKind): Recognition {
  const stripped = words.filter((word) => !kind.nouns.has(word));
  const whole = recognisePlain(words, kind.scopes);
  if (stripped.length === 0 || stripped.length === words.length) return whole;
  const bare = recognisePlain(stripped, kind.scopes);
  const best = whole.coverage >= bare.coverage ? whole : bare;
  return { ...best, words: stripped };
}

/** Role and concept of a standard field; null for custom fields and other objects. */
export function standardField(
  kind: ObjectKind,
  name: string,
): { concept: string; role: FieldRole } | null {
  if (kind.standardKey === null) return null;
  return standardFields.get(kind.standardKey)?.get(name) ?? null;
}
