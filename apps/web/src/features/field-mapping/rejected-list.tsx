import { Undo2 } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { withoutRejected } from './draft.ts';
import { pairKey } from './faults.ts';
import type { PartProps } from './part.ts';

/** Suggestions that were turned down, each to be brought back. */
export function RejectedList({ subject, draft, change }: PartProps) {
  if (draft.rejected.length === 0) return null;
  return (
    <section aria-label="Rejected suggestions">
      <Disclosure summary={`Rejected suggestions (${draft.rejected.length})`}>
        <ul className="grid gap-1.5">
          {draft.rejected.map((pair) => {
            const ours = subject.ours.get(pair.partnerosField)?.label ?? pair.partnerosField;
            const crm = subject.crm.get(pair.crmField)?.label ?? pair.crmField;
            return (
              <li key={pairKey(pair)} className="flex flex-wrap items-center gap-2">
                {ours} = {crm}
                {change && (
                  <Button
                    size="small"
                    look="quiet"
                    icon={<Undo2 aria-hidden className="size-4" />}
                    onClick={() => change((now) => withoutRejected(now, pair))}
                  >
                    Restore<span className="sr-only"> {ours}</span>
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      </Disclosure>
    </section>
  );
}
