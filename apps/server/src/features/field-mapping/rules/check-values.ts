/**
 * Whether every value of a choice has a counterpart where only listed values are accepted. Pure.
 *
 * A value goes to what the value map says; without an entry to the option with the same value; else
 * to the only option whose value or label is the same but for case and outer spaces.
 */
import type { Direction, MappingPair } from '@partneros/contract/mapping';
import { flowsFromCrm, flowsToCrm, type PairFields } from './check-transform.ts';
import type { SideField, SideOption, ValueType } from './side-field.ts';

type ValueMap = MappingPair['valueMap'];
type End = keyof ValueMap[number];

const mostNamed = 5;
const choices: ReadonlySet<ValueType> = new Set(['picklist', 'multipicklist']);

/** The faults of the pair's values, in words. */
export function valueFaults(
  { own, crm }: PairFields,
  { direction, valueMap }: Pick<MappingPair, 'direction' | 'valueMap'>,
): string[] {
  if (valueMap.length > 0 && own.options.length === 0 && crm.options.length === 0) {
    return ['Neither side has a list of values to map.'];
  }
  const faults = [
    unknownFault(own, 'partneros', valueMap),
    unknownFault(crm, 'crm', valueMap),
    flowsToCrm(direction) ? inactiveFault(crm, valueMap) : null,
    repetitionFault(direction, valueMap),
    flowsToCrm(direction) ? coverageFault(own, crm, mapped(valueMap, 'partneros')) : null,
    flowsFromCrm(direction) ? coverageFault(crm, own, mapped(valueMap, 'crm')) : null,
  ];
  return faults.filter((fault) => fault !== null);
}

function mapped(valueMap: ValueMap, end: End): ReadonlySet<string> {
  return new Set(valueMap.map((entry) => entry[end]));
}

function unknownFault(field: SideField, end: End, valueMap: ValueMap): string | null {
  if (field.options.length === 0) return null;
  const known = new Set(field.options.map((option) => option.value));
  const unknown = [...mapped(valueMap, end)].filter((value) => !known.has(value));
  return unknown.length === 0 ? null : `${field.name} has no value ${named(unknown)}.`;
}

function inactiveFault(crm: SideField, valueMap: ValueMap): string | null {
  if (!crm.closed) return null;
  const retired = new Set(crm.options.filter((one) => !one.active).map((one) => one.value));
  const values = [...mapped(valueMap, 'crm')].filter((value) => retired.has(value));
  return values.length === 0 ? null : `${crm.name} no longer takes ${named(values)}.`;
}

/**
 * In one direction a value has one outcome. In both, several values of one side may share one of
 * the other; on the way back the first entry counts, so that only a whole entry twice is a mistake.
 */
function repetitionFault(direction: Direction, valueMap: ValueMap): string | null {
  const source: Record<Direction, (entry: ValueMap[number]) => string> = {
    to_crm: (entry) => entry.partneros,
    from_crm: (entry) => entry.crm,
    bidirectional: (entry) => JSON.stringify([entry.partneros, entry.crm]),
  };
  const seen = new Set<string>();
  const repeated = valueMap.filter((entry) => {
    const key = source[direction](entry);
    const isSeen = seen.has(key);
    seen.add(key);
    return isSeen;
  });
  if (repeated.length === 0) return null;
  const end: End = direction === 'from_crm' ? 'crm' : 'partneros';
  return `Mapped more than once: ${named([...mapped(repeated, end)])}.`;
}

function coverageFault(
  from: SideField,
  to: SideField,
  mappedValues: ReadonlySet<string>,
): string | null {
  if (!to.closed) return null;
  if (from.options.length === 0) {
    // A choice without options has them kept elsewhere: they are known when a record comes by.
    if (mappedValues.size > 0 || choices.has(from.type)) return null;
    return `${to.name} takes listed values only and ${from.name} may hold anything: map its values, or take the other direction.`;
  }
  const accepted = to.options.filter((option) => option.active);
  const find = counterparts(accepted);
  const open = from.options.filter(
    (option) => option.active && !mappedValues.has(option.value) && !find(option),
  );
  if (open.length === 0) return null;
  const values = named(open.map((option) => option.value));
  return `${to.name} takes listed values only; without a counterpart: ${values}.`;
}

/** Whether an option of the other side has its counterpart among these by itself. */
function counterparts(options: readonly SideOption[]): (option: SideOption) => boolean {
  const exact = new Set(options.map((option) => option.value));
  const byWords = new Map<string, Set<string>>();
  for (const { value, label } of options) {
    for (const words of [folded(value), folded(label)]) {
      byWords.set(words, (byWords.get(words) ?? new Set()).add(value));
    }
  }
  return (option) => {
    if (exact.has(option.value)) return true;
    const found = [option.value, option.label].flatMap((text) => [
      ...(byWords.get(folded(text)) ?? []),
    ]);
    return new Set(found).size === 1;
  };
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}

function named(values: readonly string[]): string {
  const shown = values.slice(0, mostNamed).map((value) => `“${value.slice(0, 60)}”`);
  const rest = values.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
