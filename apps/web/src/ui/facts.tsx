import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Label and value, two beside each other, three on a wide page. */
export function Facts({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return (
    <dl className={classNames('grid gap-x-6 gap-y-3 sm:grid-cols-2', wide && 'lg:grid-cols-3')}>
      {children}
    </dl>
  );
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-faint">{label}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}
