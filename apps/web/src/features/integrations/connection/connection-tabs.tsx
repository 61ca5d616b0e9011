import { Link } from '@tanstack/react-router';

const tabs = [
  { to: '/settings/integrations/$connectionId', label: 'Overview' },
  { to: '/settings/integrations/$connectionId/schema', label: 'Schema' },
  { to: '/settings/integrations/$connectionId/changes', label: 'Schema changes' },
  { to: '/settings/integrations/$connectionId/mapping', label: 'Mapping' },
] as const;

/** Links rather than tabs in the strict sense: each has an address of its own. */
export function ConnectionTabs({ connectionId }: { connectionId: string }) {
  return (
    <nav aria-label="Connection" className="overflow-x-auto border-b border-line">
      <ul className="flex gap-5">
        {tabs.map(({ to, label }) => (
          <li key={to}>
            <Link
              to={to}
              params={{ connectionId }}
              activeOptions={{ exact: to === '/settings/integrations/$connectionId' }}
              className="-mb-px inline-flex h-9 items-center whitespace-nowrap border-b-2 border-transparent text-ink-soft -outline-offset-2 hover:text-ink data-[status=active]:border-accent data-[status=active]:font-medium data-[status=active]:text-ink"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
