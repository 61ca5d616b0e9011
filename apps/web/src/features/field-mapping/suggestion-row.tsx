import { Check, Pencil, X } from 'lucide-react';
import { useState } from 'react';
import type { MappingPair, Suggestion } from '../../lib/api-types.ts';
import { formatPercent } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { platformNames } from '../integrations/words.ts';
import { CrmFieldPicker } from './crm-field-picker.tsx';
import { CrmField, OurField } from './field-name.tsx';
import type { MappingSubject } from './mapping-subject.ts';
import { directionWords } from './mapping-words.ts';
import { newPair } from './pair-rules.ts';
import { rowClasses } from './row-classes.ts';
import { SuggestionReason } from './suggestion-reason.tsx';

interface SuggestionRowProps {
  subject: MappingSubject;
  suggestion: Suggestion;
  onAccept: ((pair: MappingPair) => void) | null;
  onReject: (() => void) | null;
}

/** One suggestion with its reason: accept, choose another field, or reject. */
export function SuggestionRow({ subject, suggestion, onAccept, onReject }: SuggestionRowProps) {
  const [choosing, setChoosing] = useState(false);
  const { partnerosField, crmField, direction, confidence } = suggestion;
  const ours = subject.ours.get(partnerosField);
  const name = ours?.label ?? partnerosField;

  function accept(crmName: string): void {
    const crm = subject.crm.get(crmName);
    const pair = ours && crm ? newPair(ours, crm, direction) : null;
    if (pair) onAccept?.(pair);
  }

  return (
    <div className="grid gap-1">
      <div className={rowClasses}>
        <OurField field={ours} name={partnerosField} />
        <span className="flex items-center gap-2 text-sm text-ink-soft">
          <Badge tone="accent">{formatPercent(confidence)}</Badge>
          {directionWords[direction].sign}{' '}
          {directionWords[direction].label(platformNames[subject.platform])}
        </span>
        <CrmField field={subject.crm.get(crmField)} name={crmField} />
        {onAccept && onReject && (
          <div className="flex items-center gap-1 sm:justify-end">
            <Button
              size="small"
              icon={<Check aria-hidden className="size-4" />}
              onClick={() => accept(crmField)}
            >
              Accept<span className="sr-only"> the suggestion for {name}</span>
            </Button>
            <IconButton
              label={`Choose another field for ${name}`}
              icon={<Pencil />}
              disabled={!ours}
              onClick={() => setChoosing(true)}
            />
            <IconButton
              label={`Reject the suggestion for ${name}`}
              icon={<X />}
              onClick={onReject}
            />
          </div>
        )}
      </div>
      <SuggestionReason subject={subject} suggestion={suggestion} onUse={onAccept && accept} />
      {choosing && ours && (
        <CrmFieldPicker
          subject={subject}
          ours={ours}
          alternatives={suggestion.alternatives}
          onPick={(field) => accept(field.name)}
          onClose={() => setChoosing(false)}
        />
      )}
    </div>
  );
}
