/**
 * Field names and labels as lists of plain English words.
 *
 * `Ptnr_Typ__c`, `partnerType`, `Partner-Typ` and `numberofemployees` all end up as the words that
 * a person would read in them: separators and case changes split, CRM suffixes and package prefixes
 * go, short forms and translations become one word each, glued words come apart.
 */
import { conceptPhrases, wordVariants } from './vocabulary/index.ts';
import { stopWords } from './vocabulary/words.ts';

/** Spellings that the splitting below would tear apart. */
const fixedSpellings: readonly [RegExp, string][] = [
  [/d-u-n-s/gi, 'duns'],
  [/\be-?mail/gi, 'email'],
  [/e_mail/gi, 'email'],
  [/eMail/g, 'email'],
  [/LinkedIn/gi, 'linkedin'],
  [/HubSpot/gi, 'hubspot'],
  [/ZoomInfo/gi, 'zoominfo'],
  [/PartnerOS/gi, 'partneros'],
  [/D&B/gi, 'dandb'],
  [/#/g, ' number '],
  [/%/g, ' percent '],
  [/ß/g, 'ss'],
  // “Unterzeichnet am”; AM in capitals is an account manager.
  [/(?<=\p{L}[ _])am$/u, 'date'],
];

/** Drops what the CRM or a packager put around a name: `__c`, `ns__`, `hs_`, the X before a digit. */
function stripAffixes(name: string): string {
  const custom = /__(c|r|pc)$/i.test(name);
  let core = custom ? name.replace(/__(c|r|pc)$/i, '') : name;
  if (custom) core = core.replace(/^[a-z][a-z0-9]{0,14}__/i, '');
  return core.replace(/^hs_/, '').replace(/^X(?=\d)/, '');
}

function splitRaw(text: string): string[] {
  let plain = text;
  for (const [pattern, replacement] of fixedSpellings) plain = plain.replace(pattern, replacement);
  return plain
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(?<![\p{L}\p{N}])\p{Ll}(?=\p{Lu}{2})/gu, (letter) => letter.toUpperCase())
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L}{2,})(\d)/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Plural to singular where English spelling tells; other languages are left to the word table. */
function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(sses|xes|ches|shes)$/.test(word)) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith('s') && !/(ss|us|is)$/.test(word)) return word.slice(0, -1);
  return word;
}

const expansions = new Map<string, readonly string[]>();
const sequences = new Map<string, readonly string[]>();
const knownWords = new Set<string>();

function learnVariants(): void {
  const all = wordVariants.flatMap(([word, variants]) =>
    variants.map((variant) => ({
      words: word.split(' '),
      parts: variant.split(' ').map(singular),
    })),
  );
  for (const { words, parts } of all) if (parts.length === 1) expansions.set(parts[0] ?? '', words);
  // Sequences are looked for after their parts were replaced.
  for (const { words, parts } of all) {
    if (parts.length < 2) continue;
    sequences.set(parts.flatMap((part) => expansions.get(part) ?? [part]).join(' '), words);
  }
}

/** Known words are the long enough parts of all words, variants and phrases. */
function learnWords(): void {
  const texts = [
    ...wordVariants.flatMap(([word, variants]) => [word, ...variants]),
    ...conceptPhrases.flatMap(([, phrases]) => phrases),
  ];
  for (const part of texts.join(' ').split(/[ /]/)) {
    if (part.length > 2) knownWords.add(singular(part));
  }
  for (const short of ['id', 'of', 'by', 'to', 'is']) knownWords.add(short);
  // Three letters that would fall out of “update” and the like.
  knownWords.delete('ate');
}

learnVariants();
learnWords();

/** `ctgry`, `rgstrtn`: words without their vowels, where only one known word fits. */
const wordBySkeleton = new Map<string, string | null>();
for (const word of knownWords) {
  const bones = skeleton(word);
  if (bones.length < 4 || bones === word || /[aeiou]/.test(bones)) continue;
  wordBySkeleton.set(bones, wordBySkeleton.has(bones) ? null : word);
}

const longestWord = Math.max(...[...knownWords].map((word) => word.length)) + 1;

/** Inflections and joints that German and French words carry: `Kunde-n-nummer`, `Produkt-e`. */
const wordEndings = ['n', 'en', 'e', 'er', 'es'];

function withoutEnding(word: string, isKnown: (base: string) => boolean): string | null {
  for (const ending of wordEndings) {
    const base = word.slice(0, -ending.length);
    if (base.length > 3 && word.endsWith(ending) && isKnown(base)) return base;
  }
  return null;
}

function isKnownWord(word: string): boolean {
  return knownWords.has(word);
}

function knownPiece(text: string): string | null {
  const piece = singular(text);
  if (knownWords.has(piece)) return piece;
  return text.length > 4 ? withoutEnding(text, isKnownWord) : null;
}

/** `lifecyclestage` as its known words, fewest first; null when some letter is left over. */
function unglue(word: string): string[] | null {
  const best: (string[] | null)[] = [[]];
  for (let end = 1; end <= word.length; end += 1) {
    best[end] = null;
    for (let start = Math.max(0, end - longestWord); start < end; start += 1) {
      const before = best[start];
      const piece = before ? knownPiece(word.slice(start, end)) : null;
      if (!before || piece === null) continue;
      const sofar = best[end];
      if (!sofar || before.length + 1 < sofar.length) best[end] = [...before, piece];
    }
  }
  return best[word.length] ?? null;
}

/** `laender` and `strasse` are written without the letters that a keyboard lacked. */
function withoutUmlauts(word: string): string {
  return word.replace(/ae/g, 'a').replace(/oe/g, 'o').replace(/ue/g, 'u');
}

function hasExpansion(word: string): boolean {
  return expansions.has(word);
}

/** What the word table says about a word or about its base form; null when it says nothing. */
function tableWords(word: string): readonly string[] | null {
  const base = singular(word);
  const known = expansions.get(word) ?? expansions.get(base);
  if (known) return known;
  if (knownWords.has(base)) return null;
  const bare = withoutEnding(word, hasExpansion) ?? withoutEnding(base, hasExpansion);
  if (bare !== null) return expansions.get(bare) ?? null;
  const plain = withoutUmlauts(base);
  return plain === base ? null : tableWords(plain);
}

function expandWord(word: string): readonly string[] {
  const base = singular(word);
  const known = tableWords(word);
  if (known) return known;
  const whole = wordBySkeleton.get(base);
  if (whole) return expansions.get(whole) ?? [whole];
  if (word.length < 8 || knownWords.has(base)) return [base];
  const parts = unglue(word) ?? unglue(withoutUmlauts(word));
  if (!parts) return [base];
  return parts.flatMap((part) => expansions.get(part) ?? [part]);
}

/** Words come again and again in a schema; what was worked out is kept, up to a bound. */
const expanded = new Map<string, readonly string[]>();
const mostExpanded = 20_000;

function expand(word: string): readonly string[] {
  const known = expanded.get(word);
  if (known) return known;
  const words = expandWord(word);
  if (expanded.size >= mostExpanded) expanded.clear();
  expanded.set(word, words);
  return words;
}

/** Replaces known word sequences, longest first: `zip code` → `postal code`. */
function replaceSequences(words: readonly string[]): string[] {
  const result: string[] = [];
  let position = 0;
  while (position < words.length) {
    let length = Math.min(3, words.length - position);
    let replacement: readonly string[] | undefined;
    for (; length > 1 && !replacement; length -= 1) {
      replacement = sequences.get(words.slice(position, position + length).join(' '));
      if (replacement) break;
    }
    if (replacement) result.push(...replacement);
    else result.push(words[position] ?? '');
    position += replacement ? length : 1;
  }
  return result;
}

/** `postal code postal code` and `code code` say it twice: once is enough. */
function dropRepeats(words: readonly string[]): string[] {
  const result: string[] = [];
  for (const word of words) {
    result.push(word);
    const length = result.length;
    if (length > 1 && result[length - 1] === result[length - 2]) result.pop();
    else if (
      length > 3 &&
      result[length - 1] === result[length - 3] &&
      result[length - 2] === result[length - 4]
    ) {
      result.length -= 2;
    }
  }
  return result;
}

/** In `createdAt`, `created_on`, `Created Timestamp` the last word means a date. */
function dateEndings(words: readonly string[]): string[] {
  return words.map((word, index) => {
    const isEnding = index > 0 && index === words.length - 1;
    return isEnding && /^(at|on|timestamp|datetime)$/.test(word) ? 'date' : word;
  });
}

/** The words of a label or phrase. Empty for an empty text. */
export function textWords(text: string): string[] {
  const words = dateEndings(splitRaw(text)).flatMap(expand);
  const kept = words.filter((word) => !stopWords.has(word));
  return dropRepeats(replaceSequences(kept.length > 0 ? kept : words));
}

/** The words of an API name. */
export function nameWords(name: string): string[] {
  const words = textWords(stripAffixes(name));
  return words.length > 0 ? words : [name.toLowerCase()];
}

/** Consonants of a word, its first letter kept: `category` and `ctgry` share `ctgry`. */
export function skeleton(word: string): string {
  return word.charAt(0) + word.slice(1).replace(/[aeiouyäöüh]/g, '');
}

/**
 * Whether `short` may abbreviate `long`: same first letter, and either its beginning or its letters
 * in order covering at least a third of it (the generic test for short forms no table has).
 */
export function isShortForm(short: string, long: string): boolean {
  if (short.length < 2 || short.length >= long.length || short[0] !== long[0]) return false;
  if (long.startsWith(short)) return short.length >= 3;
  if (short.length * 3 < long.length || short.length < 3) return false;
  let position = 0;
  for (const letter of long) {
    if (letter === short[position]) position += 1;
  }
  return position === short.length;
}
