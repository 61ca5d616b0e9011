import type { Suggestion } from '../../lib/api-types.ts';
import { countOf, formatPercent } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Meter } from '../../ui/meter.tsx';
import type { MappingSubject } from './mapping-subject.ts';

interface SuggestionReasonProps {
  subject: MappingSubject;
  suggestion: Suggestion;
  onUse: ((crmField: string) => void) | null;
}

const evidenceNames = {
  name: 'Names and labels',
  description: 'Descriptions',
  type: 'Types',
  values: 'Values',
} as const;

const evidenceKeys = ['name', 'description', 'type', 'values'] as const;

/** Why this field, in a sentence; folded away the single signs and what else it could be. */
export function SuggestionReason({ subject, suggestion, onUse }: SuggestionReasonProps) {
  const { reason, evidence, alternatives, partnerosField } = suggestion;
  const name = subject.ours.get(partnerosField)?.label ?? partnerosField;
  return (
    <Disclosure
      summary={
        <span className="font-normal text-ink-soft">
          <span className="sr-only">Why {name}: </span>
          {asSentence(reason)}
          {alternatives.length > 0 && ` ${countOf(alternatives.length, 'other candidate')}.`}
        </span>
      }
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <dl className="grid content-start gap-2">
          {evidenceKeys.map((key) => (
            <div key={key} className="grid grid-cols-[9rem_1fr_3rem] items-center gap-2 text-sm">
              <dt className="text-ink-faint">{evidenceNames[key]}</dt>
              <dd aria-hidden>
                <Meter label={evidenceNames[key]} share={evidence[key]} />
              </dd>
              <dd className="text-right">{formatPercent(evidence[key])}</dd>
            </div>
          ))}
        </dl>
        <ul className="grid content-start gap-1.5">
          {alternatives.map(({ crmField, confidence }) => (
            <li key={crmField} className="flex items-center justify-between gap-2 text-sm">
              <span className="min-w-0 wrap-anywhere">
                {subject.crm.get(crmField)?.label ?? crmField}{' '}
                <code className="font-mono text-xs text-ink-faint">{crmField}</code>
              </span>
              <span className="flex items-center gap-2">
                {formatPercent(confidence)}
                {onUse && (
                  <Button size="small" onClick={() => onUse(crmField)}>
                    Use
                    <span className="sr-only">
                      {' '}
                      {crmField} for {name}
                    </span>
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Disclosure>
  );
}

/** The API gives a list of findings; on the screen it stands like a sentence. */
function asSentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
