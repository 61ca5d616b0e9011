/** Pairs of a PartnerOS object and a CRM object, written `deal--Opportunity`. */
import type { PartnerosObject, Platform } from '../../lib/api-types.ts';

export const partnerosObjectNames: Record<PartnerosObject, string> = {
  partner: 'Partner',
  contact: 'Contact',
  deal_registration: 'Deal registration',
  deal: 'Deal',
  lead: 'Lead',
};

export interface ObjectPair {
  partnerosObject: PartnerosObject;
  objectType: string;
}

/** What most organizations map, in the order in which they do. */
const usualPairs: Record<Platform, readonly ObjectPair[]> = {
  salesforce: [
    { partnerosObject: 'partner', objectType: 'Account' },
    { partnerosObject: 'contact', objectType: 'Contact' },
    { partnerosObject: 'deal_registration', objectType: 'Opportunity' },
    { partnerosObject: 'deal', objectType: 'Opportunity' },
    { partnerosObject: 'lead', objectType: 'Lead' },
  ],
  hubspot: [
    { partnerosObject: 'partner', objectType: 'companies' },
    { partnerosObject: 'contact', objectType: 'contacts' },
    { partnerosObject: 'deal_registration', objectType: 'deals' },
    { partnerosObject: 'deal', objectType: 'deals' },
    { partnerosObject: 'lead', objectType: 'contacts' },
  ],
};

export function writePair({ partnerosObject, objectType }: ObjectPair): string {
  return `${partnerosObject}--${objectType}`;
}

/** Split at the first `--`, since the names of custom objects may hold one; null when malformed. */
export function readPair(text: string): ObjectPair | null {
  const split = text.indexOf('--');
  const name = text.slice(0, split);
  const objectType = text.slice(split + 2);
  if (split < 0 || objectType === '' || !isPartnerosObject(name)) return null;
  return { partnerosObject: name, objectType };
}

/** Saved pairs and usual ones, each once, as far as the CRM's object has been discovered. */
export function offeredPairs(
  platform: Platform,
  objectTypes: readonly string[],
  saved: readonly string[],
): string[] {
  const known = new Set(objectTypes);
  const usual = usualPairs[platform].filter(({ objectType }) => known.has(objectType));
  return [...new Set([...usual.map(writePair), ...saved])];
}

function isPartnerosObject(text: string): text is PartnerosObject {
  return Object.hasOwn(partnerosObjectNames, text);
}
