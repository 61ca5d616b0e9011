import type { ReactNode } from 'react';

export interface FieldFrameProps {
  label: string;
  hint?: string | undefined;
  fault?: string | undefined;
}

/** Ids that tie a control to its hint and its fault. */
export function describedBy(id: string, { hint, fault }: Omit<FieldFrameProps, 'label'>) {
  const ids = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return ids === '' ? undefined : ids;
}

/** Label above, hint and fault below: the same around every control. */
export function FieldFrame(props: FieldFrameProps & { id: string; children: ReactNode }) {
  const { id, label, hint, fault, children } = props;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-ink-faint">
          {hint}
        </p>
      )}
      {fault && (
        <p id={`${id}-fault`} className="text-sm text-danger">
          {fault}
        </p>
      )}
    </div>
  );
}

export const controlClasses =
  'h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink ' +
  'placeholder:text-ink-faint aria-invalid:border-danger disabled:opacity-60';
