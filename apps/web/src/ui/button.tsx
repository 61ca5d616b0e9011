import { LoaderCircle } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger';
type Size = 'small' | 'normal';

const looks: Record<Look, string> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-strong border-transparent',
  secondary: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  quiet: 'border-transparent text-ink-soft hover:bg-sunken hover:text-ink',
  danger: 'bg-danger text-danger-ink hover:bg-danger-strong border-transparent',
};

const sizes: Record<Size, string> = {
  small: 'h-7 gap-1.5 px-2.5 text-sm',
  normal: 'h-9 gap-2 px-3.5 text-base',
};

/** The classes of a button, for links that look like one. */
export function buttonClasses(look: Look = 'secondary', size: Size = 'normal'): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-md border font-medium',
    'transition-colors duration-100 disabled:opacity-55',
    looks[look],
    sizes[size],
  );
}

interface ButtonProps extends ComponentProps<'button'> {
  look?: Look;
  size?: Size;
  /** Work is under way: the button says so and takes no second click. */
  busy?: boolean;
  icon?: ReactNode;
}

export function Button({ look, size, busy = false, icon, children, ...rest }: ButtonProps) {
  const spinner = <LoaderCircle aria-hidden className="size-4 animate-spin" />;
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      disabled={rest.disabled === true || busy}
      className={classNames(buttonClasses(look, size), rest.className)}
    >
      {busy ? spinner : icon}
      {children}
    </button>
  );
}
