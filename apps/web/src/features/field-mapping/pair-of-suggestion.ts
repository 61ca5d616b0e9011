import type { MappingPair, Suggestion } from '../../lib/api-types.ts';
import type { MappingSubject } from './mapping-subject.ts';
import { newPair } from './pair-rules.ts';

/**
 * The pair that accepting a suggestion makes; null when nothing could flow, because we compute our
 * side and the CRM its own.
 */
export function pairOfSuggestion(
  { ours, crm }: Pick<MappingSubject, 'ours' | 'crm'>,
  { partnerosField, crmField, direction }: Suggestion,
): MappingPair | null {
  const ourField = ours.get(partnerosField);
  const theirField = crm.get(crmField);
  return ourField && theirField ? newPair(ourField, theirField, direction) : null;
}
