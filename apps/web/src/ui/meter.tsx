import { classNames } from './class-names.ts';

interface MeterProps {
  label: string;
  /** 0–1. */
  share: number;
  tone?: 'accent' | 'warn' | 'danger';
}

const fills = { accent: 'text-accent', warn: 'text-warn', danger: 'text-danger' } as const;

/** A thin bar. Drawn, not styled by width, so that it needs no style attribute. */
export function Meter({ label, share, tone = 'accent' }: MeterProps) {
  const percent = Math.round(Math.min(Math.max(share, 0), 1) * 100);
  return (
    <svg
      role="img"
      aria-label={`${label}: ${percent} %`}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      className={classNames(
        'block h-1.5 w-full overflow-hidden rounded-full bg-sunken',
        fills[tone],
      )}
    >
      <rect width={percent} height="4" fill="currentColor" />
    </svg>
  );
}
