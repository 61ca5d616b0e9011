import { useEffect, useRef } from 'react';
import { Card } from '../../ui/card.tsx';
import { withChangedPair, withoutPair } from './draft.ts';
import { type Faults, pairKey } from './faults.ts';
import { PairRow } from './pair-row.tsx';
import type { PartProps } from './part.ts';

/** The pairs that are taken. */
export function PairList({ subject, draft, change, faults }: PartProps & { faults: Faults }) {
  const { pairs } = draft;
  const list = useFocusOnFaults(faults);
  return (
    <section aria-labelledby="pairs-heading" className="grid gap-2">
      <h3 id="pairs-heading" className="font-semibold">
        Mapped fields ({pairs.length})
      </h3>
      {pairs.length === 0 ? (
        <p className="rounded-lg border border-dashed border-line p-4 text-ink-soft">
          {change
            ? 'None yet. Get suggestions and accept the right ones, or choose a field by hand below.'
            : 'None yet. An Owner or Admin can map fields.'}
        </p>
      ) : (
        <Card>
          <ul ref={list} className="divide-y divide-line">
            {pairs.map((pair, index) => (
              <li key={pairKey(pair)} className="px-3 py-2.5">
                <PairRow
                  subject={subject}
                  pair={pair}
                  faults={faults.byPair.get(pairKey(pair)) ?? []}
                  onChange={
                    change && ((next) => change((now) => withChangedPair(now, next, index)))
                  }
                  onRemove={change && (() => change((now) => withoutPair(now, index)))}
                />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </section>
  );
}

/** What has to be corrected may be out of sight: the first such pair is brought there. */
function useFocusOnFaults(faults: Faults) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (faults.byPair.size === 0) return;
    list.current?.querySelector<HTMLElement>('[data-faults]')?.focus();
  }, [faults]);
  return list;
}
