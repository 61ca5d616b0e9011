import { CheckCheck } from 'lucide-react';
import type { MappingPair, Suggestion } from '../../lib/api-types.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { type Band, toBands } from './bands.ts';
import { openSuggestions, withPairs, withRejected } from './draft.ts';
import type { MappingSubject } from './mapping-subject.ts';
import { pairOfSuggestion } from './pair-of-suggestion.ts';
import type { PartProps } from './part.ts';
import { SuggestionRow } from './suggestion-row.tsx';

interface SuggestionListProps extends PartProps {
  suggestions: readonly Suggestion[];
}

/** Suggestions that wait for a decision, in bands of confidence. */
export function SuggestionList({ suggestions, ...props }: SuggestionListProps) {
  const bands = toBands(openSuggestions(props.draft, suggestions));
  if (bands.length > 0) {
    return bands.map((band) => <SuggestionBand key={band.title} {...props} band={band} />);
  }
  return (
    <p className="text-ink-soft">
      {suggestions.length > 0
        ? 'Every suggestion is decided.'
        : 'No field of the CRM is close enough to suggest it. Choose fields by hand below.'}
    </p>
  );
}

function SuggestionBand({ subject, change, band }: PartProps & { band: Band }) {
  const { title, hint, suggestions } = band;
  const id = `band-${title}`;
  return (
    <section aria-labelledby={id} className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div>
          <h3 id={id} className="font-semibold">
            {title} ({suggestions.length})
          </h3>
          <p className="text-sm text-ink-faint">{hint}</p>
        </div>
        {change && title === 'Confident' && (
          <Button
            size="small"
            icon={<CheckCheck className="size-4" />}
            onClick={() => change((now) => withPairs(now, pairsOf(subject, suggestions)))}
          >
            Accept all {suggestions.length}
          </Button>
        )}
      </div>
      <Card>
        <ul className="divide-y divide-line">
          {suggestions.map((suggestion) => (
            <li key={suggestion.partnerosField} className="px-3 py-2.5">
              <SuggestionRow
                subject={subject}
                suggestion={suggestion}
                onAccept={change && ((pair) => change((now) => withPairs(now, [pair])))}
                onReject={change && (() => change((now) => withRejected(now, suggestion)))}
              />
            </li>
          ))}
        </ul>
      </Card>
    </section>
  );
}

function pairsOf(subject: MappingSubject, suggestions: readonly Suggestion[]): MappingPair[] {
  return suggestions
    .map((suggestion) => pairOfSuggestion(subject, suggestion))
    .filter((pair) => pair !== null);
}
