import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

type NoticeTone = 'good' | 'warn' | 'danger' | 'info';

const looks = {
  good: { Icon: CircleCheck, classes: 'bg-good-soft text-good' },
  warn: { Icon: TriangleAlert, classes: 'bg-warn-soft text-warn' },
  danger: { Icon: CircleAlert, classes: 'bg-danger-soft text-danger' },
  info: { Icon: Info, classes: 'bg-info-soft text-info' },
} as const;

interface NoticeProps {
  tone: NoticeTone;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  onDismiss?: () => void;
  /** Read out at once when it appears; off for notices that stand there from the start. */
  live?: boolean;
}

/** A few sentences that the page wants read: what happened, and what to do. */
export function Notice({ tone, title, children, actions, onDismiss, live = false }: NoticeProps) {
  const { Icon, classes } = looks[tone];
  const role = tone === 'danger' ? 'alert' : 'status';
  return (
    <div
      role={live ? role : undefined}
      className={classNames('flex gap-3 rounded-lg p-3', classes)}
    >
      <Icon aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      <div className="grid min-w-0 grow gap-1 text-ink">
        <p className="font-medium">{title}</p>
        {children && <div className="text-sm text-ink-soft">{children}</div>}
        {actions && <div className="mt-1.5 flex flex-wrap gap-2">{actions}</div>}
      </div>
      {onDismiss && <IconButton label="Dismiss" icon={<X />} onClick={onDismiss} />}
    </div>
  );
}
