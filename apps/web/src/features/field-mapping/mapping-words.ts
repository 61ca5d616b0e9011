/** What the mapping screens call directions, rules and states. */
import type { Direction, Mapping, MappingPair, Platform } from '../../lib/api-types.ts';
import type { Tone } from '../../ui/badge.tsx';
import type { Choice } from '../../ui/select.tsx';
import { platformNames } from '../integrations/words.ts';

export const directionWords: Record<Direction, { sign: string; label: (crm: string) => string }> = {
  bidirectional: { sign: '⇄', label: () => 'Both ways' },
  to_crm: { sign: '→', label: (crm) => `To ${crm}` },
  from_crm: { sign: '←', label: (crm) => `From ${crm}` },
};

export function directionChoices(
  directions: readonly Direction[],
  platform: Platform,
): Choice<Direction>[] {
  return directions.map((value) => {
    const { sign, label } = directionWords[value];
    return { value, label: `${sign} ${label(platformNames[platform])}` };
  });
}

export function conflictChoices(platform: Platform): Choice<MappingPair['onConflict']>[] {
  return [
    { value: 'crm_wins', label: `Use ${platformNames[platform]}'s value` },
    { value: 'partneros_wins', label: "Use PartnerOS's value" },
    { value: 'newest_wins', label: 'Use the newer value' },
  ];
}

export const blankChoices: readonly Choice<MappingPair['onBlank']>[] = [
  { value: 'keep', label: 'Keep the value that is there' },
  { value: 'overwrite', label: 'Clear the value' },
];

export type TransformKind = NonNullable<MappingPair['transform']>['kind'] | 'none';

export const transformChoices: readonly Choice<TransformKind>[] = [
  { value: 'none', label: 'As it is' },
  { value: 'trim', label: 'Without spaces around it' },
  { value: 'lowercase', label: 'In lower case' },
  { value: 'date_of', label: 'Only the date' },
  { value: 'split_name', label: 'Full name split in two' },
];

export const stateWords: Record<Mapping['state'], { label: string; tone: Tone }> = {
  draft: { label: 'Draft', tone: 'info' },
  confirmed: { label: 'Confirmed', tone: 'good' },
  paused: { label: 'Paused', tone: 'warn' },
};
