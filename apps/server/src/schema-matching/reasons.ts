/** Why a pair is suggested, in words and in figures. */
import { featureOf as at } from './pair-features.ts';
import type { PreparedField } from './prepare.ts';
import type { Evidence } from './types.ts';
import { conceptAffinity } from './vocabulary/index.ts';

function unit(value: number): number {
  return Math.round(1000 * Math.max(0, Math.min(1, value))) / 1000;
}

export function evidenceOf(features: Float64Array): Evidence {
  const name = Math.max(at(features, 'words'), at(features, 'bestCosine'), at(features, 'concept'));
  return {
    name: unit(name),
    description: unit(at(features, 'descriptionCosine')),
    type: unit((1 + at(features, 'type')) / 2),
    values: unit(at(features, 'optionMatch')),
  };
}

function sharedConcept(left: PreparedField, right: PreparedField): string | null {
  for (const mine of left.concepts) {
    for (const theirs of right.concepts) {
      if (conceptAffinity(mine.concept, theirs.concept) < 0.9) continue;
      return theirs.concept.replace(/[._]/g, ' ');
    }
  }
  return null;
}

function titleReason(left: PreparedField, right: PreparedField, features: Float64Array) {
  const mine = left.field.label.toLowerCase();
  if (mine !== '' && mine === right.field.label.toLowerCase()) return 'label equal';
  if (left.field.name.toLowerCase() === right.field.name.toLowerCase()) return 'name equal';
  if (at(features, 'equal') > 0) return 'same words';
  return at(features, 'words') > 0.5 ? 'similar words' : null;
}

/** Reasons for the pair, the strongest first; never empty. */
export function reasonsFor(
  left: PreparedField,
  right: PreparedField,
  features: Float64Array,
): string[] {
  const concept = sharedConcept(left, right);
  const isAddress = right.groupKey.startsWith('address ') && right.qualifiers.size > 0;
  const reasons = [
    titleReason(left, right, features),
    concept === null ? null : `both are about ${concept}`,
    at(features, 'optionMatch') >= 0.99 ? 'same options' : null,
    at(features, 'optionMatch') > 0.5 && at(features, 'optionMatch') < 0.99
      ? 'similar options'
      : null,
    isAddress ? `address group ${[...right.qualifiers].sort().join(' ')}` : null,
    at(features, 'descriptionCosine') > 0.35 ? 'similar descriptions' : null,
    at(features, 'namesLeftObject') > 0.5 ? 'names the object' : null,
    at(features, 'type') >= 0.9 ? 'same kind of value' : null,
  ].filter((reason) => reason !== null);
  return reasons.length > 0 ? reasons : ['closest of all fields'];
}
