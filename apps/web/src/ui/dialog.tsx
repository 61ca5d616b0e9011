import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface DialogProps {
  title: string;
  description?: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** A panel at the right edge, for looking something up beside the page. */
  side?: boolean;
}

const closeClasses =
  'absolute right-3 top-3 inline-flex size-7 items-center justify-center rounded-md text-ink-faint hover:bg-sunken hover:text-ink';

/**
 * A modal dialog: traps the focus, closes on Escape, gives the focus back.
 *
 * The shade is ours, not Radix's overlay: that one writes a style element into the page, which the
 * content security policy refuses.
 */
export function Dialog({ title, description, onClose, children, side = false }: DialogProps) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-shade" />
        <Radix.Content
          {...(!description && { 'aria-describedby': undefined })}
          className={classNames(
            'fixed z-50 grid content-start gap-4 overflow-y-auto border border-line bg-surface p-5 shadow-xl',
            side
              ? 'inset-y-0 right-0 w-full max-w-md'
              : 'left-1/2 top-1/2 max-h-[calc(100dvh-2rem)] w-[calc(100%-2rem)] max-w-lg -translate-1/2 rounded-lg',
          )}
        >
          <div className="grid gap-1 pr-8">
            <Radix.Title className="text-lg font-semibold wrap-anywhere">{title}</Radix.Title>
            {description && (
              <Radix.Description asChild>
                <div className="text-ink-soft">{description}</div>
              </Radix.Description>
            )}
          </div>
          {children}
          <Radix.Close aria-label="Close" className={closeClasses}>
            <X aria-hidden className="size-4" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
