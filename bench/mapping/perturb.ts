/**
 * Cases changed in ways that change no answer: what orgs do to field names.
 *
 * Which change a field gets follows from its name alone, so that the same cases give the same
 * weights on any machine.
 */
import type { MatchField } from '../../apps/server/src/schema-matching/types.ts';
import type { MappingCase } from './cases.ts';

/** A number that a text stands for (FNV-1a), the same everywhere. */
export function textNumber(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** `Partner_Manager__c` as `Prtnr_Mngr__c`. */
function abbreviated(name: string): string {
  const core = name.replace(/__c$/, '');
  const parts = core.replace(/([a-z])([A-Z])/g, '$1_$2').split(/[_.]+/);
  const short = parts.map((part) =>
    part.length < 5 ? part : part.charAt(0) + part.slice(1).replace(/[aeiou]/gi, ''),
  );
  return `${short.join('_')}__c`;
}

function rename(field: MatchField, name: string): MatchField {
  return { ...field, name, custom: true };
}

function change(field: MatchField): MatchField {
  const { name, label } = field;
  switch (textNumber(name) % 4) {
    case 0:
      return rename(field, name.endsWith('__c') ? name : `${name}__c`);
    case 1:
      return rename(field, abbreviated(name));
    case 2:
      return label === '' ? field : rename(field, `Field_${textNumber(name) % 10_000}__c`);
    default:
      return { ...field, description: null, label: label === name ? label : '' };
  }
}

/** The case with a right side whose fields were renamed, shortened, or lost their labels. */
export function perturbed(input: MappingCase): MappingCase {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  const right = input.right.map((field) => {
    const changed = change(field);
    const own = taken.has(changed.name) ? field : changed;
    taken.add(own.name);
    names.set(field.name, own.name);
    return own;
  });
  const answers = new Map(
    [...input.answers].map(([field, own]) => [
      field,
      new Set([...own].map((name) => names.get(name) ?? name)),
    ]),
  );
  return { ...input, id: `${input.id} perturbed`, right, answers };
}
