/** What a pair of fields may do, and what a new pair starts with. */
import type { CatalogueField, Direction, Field, MappingPair } from '../../lib/api-types.ts';

type OursForPair = Pick<CatalogueField, 'name' | 'type' | 'computed' | 'options'>;
type CrmForPair = Pick<
  Field,
  'name' | 'type' | 'createable' | 'updateable' | 'calculated' | 'options'
>;

/**
 * Values may flow to us where we do not compute them, and to the CRM where it takes them: what it
 * takes on new records only cannot go both ways.
 */
export function allowedDirections(ours: OursForPair, crm: CrmForPair): Direction[] {
  const toCrm = (crm.createable || crm.updateable) && !crm.calculated;
  const fromCrm = !ours.computed;
  const possible: Record<Direction, boolean> = {
    bidirectional: toCrm && fromCrm && crm.updateable,
    from_crm: fromCrm,
    to_crm: toCrm,
  };
  return (['bidirectional', 'from_crm', 'to_crm'] as const).filter((one) => possible[one]);
}

/** Fields whose truth lies with sales in the CRM, or with the partner program here (spec 02). */
const crmOwned = /^(stage|amount|currency|closeDate|ownerId|probability|pipeline)$/;
const programOwned = /^(tier|tierSource|status|category|certifications?|stageOfPartner)$/;

function defaultConflict(field: string, direction: Direction): MappingPair['onConflict'] {
  if (direction === 'from_crm' || crmOwned.test(field)) return 'crm_wins';
  if (direction === 'to_crm' || programOwned.test(field)) return 'partneros_wins';
  return 'newest_wins';
}

/**
 * A pair as it starts.
 * @param wished taken when the two fields allow it
 * @returns null when no direction is possible
 */
export function newPair(
  ours: OursForPair,
  crm: CrmForPair,
  wished?: Direction,
): MappingPair | null {
  const allowed = allowedDirections(ours, crm);
  const direction = allowed.find((one) => one === wished) ?? allowed[0];
  if (!direction) return null;
  return {
    partnerosField: ours.name,
    crmField: crm.name,
    direction,
    transform: losesTimeOfDay(ours, crm, direction) ? { kind: 'date_of' } : null,
    valueMap: matchValues(ours, crm),
    onConflict: defaultConflict(ours.name, direction),
    onBlank: 'keep',
  };
}

/** A date and time goes where only the day is kept: the API wants that said. */
function losesTimeOfDay(ours: OursForPair, crm: CrmForPair, direction: Direction): boolean {
  const toCrm = ours.type === 'datetime' && crm.type === 'date';
  const fromCrm = crm.type === 'datetime' && ours.type === 'date';
  return (toCrm && direction !== 'from_crm') || (fromCrm && direction !== 'to_crm');
}

/** Picklist values that are the same but for case, spaces and punctuation, by value or by label. */
function matchValues(ours: OursForPair, crm: CrmForPair): MappingPair['valueMap'] {
  return ours.options.flatMap((option) => {
    const wanted = new Set([plain(option.value), plain(option.label)]);
    const same = crm.options.find(
      ({ active, value, label }) =>
        active && (wanted.has(plain(value)) || wanted.has(plain(label))),
    );
    return same ? [{ partneros: option.value, crm: same.value }] : [];
  });
}

/** Both sides have a list of values, so that each value needs its counterpart. */
export function needsValueMap(ours: OursForPair, crm: CrmForPair): boolean {
  return ours.options.length > 0 && crm.options.length > 0;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
