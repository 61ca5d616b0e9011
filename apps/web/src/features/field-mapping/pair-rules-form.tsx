import type { MappingPair, Platform } from '../../lib/api-types.ts';
import { SelectField } from '../../ui/select-field.tsx';
import {
  blankChoices,
  conflictChoices,
  type TransformKind,
  transformChoices,
} from './mapping-words.ts';

interface PairRulesProps {
  platform: Platform;
  pair: MappingPair;
  onChange: ((pair: MappingPair) => void) | null;
}

/** Who wins, what a blank does, and how the value is changed on its way. */
export function PairRules({ platform, pair, onChange }: PairRulesProps) {
  const disabled = !onChange;
  function setTransform(kind: TransformKind): void {
    onChange?.({ ...pair, transform: kind === 'none' ? null : { kind } });
  }
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <SelectField
        label="When both sides changed"
        value={pair.onConflict}
        choices={conflictChoices(platform)}
        disabled={disabled}
        onChoose={(onConflict) => onChange?.({ ...pair, onConflict })}
      />
      <SelectField
        label="When the new value is blank"
        value={pair.onBlank}
        choices={blankChoices}
        disabled={disabled}
        onChoose={(onBlank) => onChange?.({ ...pair, onBlank })}
      />
      <SelectField
        label="Copy the value"
        value={pair.transform?.kind ?? 'none'}
        choices={transformChoices}
        disabled={disabled}
        onChoose={setTransform}
      />
    </div>
  );
}
