import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does, for people who do not see the picture. */
  label: string;
  icon: ReactNode;
}

export function IconButton({ label, icon, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={classNames(
        'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-ink-faint',
        'hover:bg-sunken hover:text-ink disabled:opacity-50 [&_svg]:size-4',
        rest.className,
      )}
    >
      {icon}
    </button>
  );
}
