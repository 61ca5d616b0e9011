import type { ReactNode } from 'react';

interface PageHeaderProps {
  title: string;
  /** Small signs beside the title: environment, status. */
  badges?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}

/** Title of the page, of the browser's tab, and where the focus goes after a change of page. */
export function PageHeader({ title, badges, description, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <title>{`${title} · PartnerOS`}</title>
      <div className="grid min-w-0 flex-1 basis-80 gap-1">
        <div className="flex flex-wrap items-center gap-2">
          <h1 tabIndex={-1} className="text-xl font-semibold wrap-anywhere">
            {title}
          </h1>
          {badges}
        </div>
        {description && <div className="max-w-2xl text-ink-soft">{description}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
