import { useState } from 'react';
import type { CatalogueField, Suggestion } from '../../lib/api-types.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { CrmFieldPicker } from './crm-field-picker.tsx';
import { openSuggestions, withPairs } from './draft.ts';
import { OurField } from './field-name.tsx';
import { newPair } from './pair-rules.ts';
import type { PartProps } from './part.ts';

/** Fields of ours that are neither paired nor suggested, each to be paired by hand. */
export function UnmatchedFields(props: PartProps & { suggestions: readonly Suggestion[] }) {
  const { subject, draft, change, suggestions } = props;
  const [choosing, setChoosing] = useState<CatalogueField | null>(null);
  const decided = new Set(
    [...draft.pairs, ...openSuggestions(draft, suggestions)].map(
      ({ partnerosField }) => partnerosField,
    ),
  );
  const fields = [...subject.ours.values()].filter(({ name }) => !decided.has(name));
  if (fields.length === 0) return null;
  return (
    <section aria-label="Fields without a partner">
      <Disclosure summary={`PartnerOS fields without a CRM field (${fields.length})`}>
        <Card>
          <ul className="divide-y divide-line">
            {fields.map((field) => (
              <li key={field.name} className="flex items-center justify-between gap-4 px-3 py-2">
                <OurField field={field} name={field.name} />
                {change && (
                  <Button size="small" onClick={() => setChoosing(field)}>
                    Choose a field<span className="sr-only"> for {field.label}</span>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Card>
      </Disclosure>
      {choosing && change && (
        <CrmFieldPicker
          subject={subject}
          ours={choosing}
          alternatives={[]}
          onPick={(picked) => {
            const pair = newPair(choosing, picked);
            if (pair) change((now) => withPairs(now, [pair]));
          }}
          onClose={() => setChoosing(null)}
        />
      )}
    </section>
  );
}
