/** Recognises a standard CRM object by its fields when the caller does not say which it is. */
import type { Platform } from '@partneros/contract/integrations';
import { objectKind, recognise } from './concepts.ts';
import { nameWords, textWords } from './normalise.ts';
import type { MatchField } from './types.ts';
import { standardFields } from './vocabulary/index.ts';

export interface StandardObject {
  platform: Platform;
  objectType: string;
}

/** The standard object of whose known fields at least half are there, most first; else null. */
export function inferStandardObject(fields: readonly MatchField[]): StandardObject | null {
  const names = new Set(fields.map((field) => field.name.replace(/__c$/, '')));
  let best: StandardObject | null = null;
  let bestShare = 0.5;
  for (const [key, known] of standardFields) {
    const present = [...known.keys()].filter((name) => names.has(name)).length;
    const share = present / known.size;
    const [platform, objectType] = key.split(' ');
    if (share < bestShare || objectType === undefined) continue;
    bestShare = share;
    best = { platform: platform === 'hubspot' ? 'hubspot' : 'salesforce', objectType };
  }
  return best;
}

const anyObject = objectKind('', null);

/** What the fields are about, each field once by name and once by label; qualified ones do not count. */
function conceptsOf(fields: readonly MatchField[]): Set<string> {
  const concepts = new Set<string>();
  for (const { name, label } of fields) {
    for (const words of [nameWords(name), textWords(label)]) {
      const { concept, coverage } = recognise(words, anyObject);
      if (concept !== null && coverage > 0.6) concepts.add(concept);
    }
  }
  return concepts;
}

const saleConcepts = [
  'deal.amount',
  'deal.stage',
  'deal.close_date',
  'deal.name',
  'deal.probability',
  'deal.next_step',
  'deal.loss_reason',
  'deal.products',
];
const claimConcepts = [
  'registration.status',
  'registration.submitted',
  'registration.decide_by',
  'registration.expires',
  'registration.reason',
  'registration.waiting_on',
  'registration.conflict',
];
const enquiryConcepts = [
  'lead.status',
  'lead.interest',
  'lead.accept_by',
  'deal.source',
  'lead.rating',
];

/**
 * What kind of thing has these fields, as a PartnerOS object's name (`account` for a company that
 * need not be a partner). For callers that know no more than the fields.
 */
export function inferObjectName(fields: readonly MatchField[]): string {
  const concepts = conceptsOf(fields);
  const count = (list: readonly string[]) => list.filter((one) => concepts.has(one)).length;
  const isPerson = concepts.has('person.first_name') && concepts.has('person.last_name');
  if (isPerson && count(saleConcepts) < 3) {
    const isEnquiry = concepts.has('company.name') && count(enquiryConcepts) > 0;
    return isEnquiry ? 'lead' : 'contact';
  }
  const isSale = concepts.has('deal.amount') || concepts.has('deal.close_date');
  if (isSale && count(saleConcepts) >= 2)
    return count(claimConcepts) >= 2 ? 'deal_registration' : 'deal';
  const aboutPartners = [...concepts].filter((concept) => concept.startsWith('partner.'));
  return aboutPartners.length > 1 ? 'partner' : 'account';
}

/** Whose fields these look like, for callers that do not know; null for neither of the two. */
export function inferPlatform(fields: readonly MatchField[]): Platform | null {
  const names = new Set(fields.map((field) => field.name));
  if (names.has('hs_object_id') || names.has('hs_lastmodifieddate')) return 'hubspot';
  const isSalesforce = names.has('Id') || fields.some(({ name }) => name.endsWith('__c'));
  return isSalesforce ? 'salesforce' : null;
}
