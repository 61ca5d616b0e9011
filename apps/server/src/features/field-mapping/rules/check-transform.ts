/** Whether the transform of a pair fits its fields and its direction. Pure. */
import type { Direction, MappingPair } from '@partneros/contract/mapping';
import type { SideField, ValueType } from './side-field.ts';

export interface PairFields {
  own: SideField;
  crm: SideField;
}

type Transform = NonNullable<MappingPair['transform']>['kind'];

const writtenText: ReadonlySet<ValueType> = new Set(['string', 'text', 'email', 'phone', 'url']);

/** What a field for a part of a person's name is called, without case, separators and `__c`. */
const namePart = /^(first|last|given|family|middle|fore|sur|nick)_?name$/;

export const flowsToCrm = (direction: Direction) => direction !== 'from_crm';
export const flowsFromCrm = (direction: Direction) => direction !== 'to_crm';

/** The fault in words, or null. */
export function transformFault(
  { own, crm }: PairFields,
  { direction, transform }: Pick<MappingPair, 'direction' | 'transform'>,
): string | null {
  if (transform !== null) return checks[transform.kind]({ own, crm }, direction);
  // Our own day fields take the day of any moment; what others keep is not shortened unasked.
  if (flowsToCrm(direction) && losesTimeOfDay(own, crm)) {
    return `${crm.name} keeps the day only: set the transform date_of to say that this is meant.`;
  }
  return null;
}

function losesTimeOfDay(from: SideField, to: SideField): boolean {
  return from.type === 'datetime' && to.type === 'date';
}

function textFault({ own, crm }: PairFields): string | null {
  if (writtenText.has(own.type) && writtenText.has(crm.type)) return null;
  return 'Needs text on both sides.';
}

function dateFault({ own, crm }: PairFields, direction: Direction): string | null {
  if (flowsToCrm(direction) && losesTimeOfDay(own, crm)) return null;
  if (flowsFromCrm(direction) && losesTimeOfDay(crm, own)) return null;
  return 'date_of turns a date and time into a date: it fits where a date and time is written to a date.';
}

/**
 * The whole name goes apart into a part of it. Which part is said by the name of the field that is
 * written. The way back would need both parts at once, hence one direction only.
 */
function nameFault({ own, crm }: PairFields, direction: Direction): string | null {
  if (!writtenText.has(own.type) || !writtenText.has(crm.type)) return 'Needs text on both sides.';
  const isPart = (field: SideField) => namePart.test(plainName(field.name));
  const fits =
    (direction === 'to_crm' && isPart(crm) && !isPart(own)) ||
    (direction === 'from_crm' && isPart(own) && !isPart(crm));
  if (fits) return null;
  return 'split_name writes a part of a full name: it fits in one direction, into a field for first or last names.';
}

function plainName(name: string): string {
  return name.replace(/__c$/i, '').toLowerCase();
}

const checks: Record<Transform, (fields: PairFields, direction: Direction) => string | null> = {
  trim: textFault,
  lowercase: textFault,
  date_of: dateFault,
  split_name: nameFault,
};
