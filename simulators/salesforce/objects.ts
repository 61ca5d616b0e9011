/** The objects of an org as describeGlobal lists them, read from `tables/objects.txt`. */
import { readFileSync } from 'node:fs';

export interface ObjectRights {
  activateable: boolean;
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
  queryable: boolean;
  layoutable: boolean;
  searchable: boolean;
  triggerable: boolean;
  feedEnabled: boolean;
  mergeable: boolean;
  mruEnabled: boolean;
  undeletable: boolean;
  retrieveable: boolean;
  replicateable: boolean;
}

export interface ObjectSpec extends ObjectRights {
  name: string;
  label: string;
  labelPlural: string;
  keyPrefix: string | null;
  /** Only in orgs with partner relationship management. */
  prmOnly: boolean;
}

const RIGHT_LETTERS: readonly (readonly [keyof ObjectRights, string])[] = [
  ['activateable', 'a'],
  ['createable', 'c'],
  ['updateable', 'u'],
  ['deletable', 'd'],
  ['queryable', 'q'],
  ['layoutable', 'l'],
  ['searchable', 's'],
  ['triggerable', 't'],
  ['feedEnabled', 'f'],
  ['mergeable', 'g'],
  ['mruEnabled', 'm'],
  ['undeletable', 'n'],
  ['retrieveable', 'r'],
  ['replicateable', 'p'],
];

function rights(letters: string): ObjectRights {
  const none = {
    activateable: false,
    createable: false,
    updateable: false,
    deletable: false,
    queryable: false,
    layoutable: false,
    searchable: false,
    triggerable: false,
    feedEnabled: false,
    mergeable: false,
    mruEnabled: false,
    undeletable: false,
    retrieveable: false,
    replicateable: false,
  };
  for (const [right, letter] of RIGHT_LETTERS) none[right] = letters.includes(letter);
  return none;
}

/** Companions that Salesforce keeps beside an object; rights as recorded for Account's. */
const FAMILIES: readonly (readonly [string, string, string, string])[] = [
  ['F', 'Feed', 'Feed', 'dqrp'],
  ['H', 'History', 'History', 'qrp'],
  ['S', 'Share', 'Share', 'qr'],
  ['C', 'ChangeEvent', 'Change Event', 'tr'],
];

function parseLine(line: string): ObjectSpec[] {
  const cells = line.split('|').map((cell) => cell.trim());
  const [name = '', label = '', plural = '', prefix = '', letters = '', families = ''] = cells;
  const prmOnly = families.includes('@prm');
  const main = {
    name,
    label,
    labelPlural: plural === '' ? label : plural,
    keyPrefix: prefix === '' ? null : prefix,
    prmOnly,
    ...rights(letters),
  };
  const letterOf = families.replace('@prm', '');
  const companions = FAMILIES.filter(([letter]) => letterOf.includes(letter)).map(
    ([, suffix, words, given]) => ({
      name: name + suffix,
      label: `${label} ${words}`,
      labelPlural: `${label} ${words}`,
      keyPrefix: null,
      prmOnly,
      ...rights(given),
    }),
  );
  return [main, ...companions];
}

let standardObjects: readonly ObjectSpec[] | undefined;

export function listStandardObjects(): readonly ObjectSpec[] {
  standardObjects ??= readFileSync(new URL('./tables/objects.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap(parseLine)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return standardObjects;
}

/** A custom object: everything but feeds and merging, as recorded of `Custom__c` (cumulusci). */
export function customObject(
  name: string,
  label: string,
  labelPlural: string,
  keyPrefix: string,
): ObjectSpec {
  return { name, label, labelPlural, keyPrefix, prmOnly: false, ...rights('cudqlstmnrp') };
}
