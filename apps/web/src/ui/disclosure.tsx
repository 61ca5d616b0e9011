import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** More of the same, folded away. */
export function Disclosure({ summary, children }: { summary: ReactNode; children: ReactNode }) {
  return (
    <details className="group min-w-0 open:basis-full">
      <summary className="inline-flex list-none items-center gap-1 rounded text-left text-sm font-medium text-accent hover:underline [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 group-open:rotate-90" />
        {summary}
      </summary>
      <div className="pt-3">{children}</div>
    </details>
  );
}
