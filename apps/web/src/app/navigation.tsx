import { Link } from '@tanstack/react-router';
import { Plug } from 'lucide-react';
import { useMay } from '../features/identity/session.ts';

/** The areas of the product that stand and that the role may enter. */
export function Navigation() {
  const mayReadConnections = useMay('connection.read');
  return (
    <nav aria-label="Areas" className="md:mt-4">
      <p
        id="settings-heading"
        className="px-2 py-1 text-xs font-medium text-ink-faint max-md:sr-only"
      >
        Settings
      </p>
      <ul aria-labelledby="settings-heading" className="flex gap-1 md:grid">
        {mayReadConnections && (
          <li>
            <Link
              to="/settings/integrations"
              className="flex h-8 items-center gap-2 rounded-md px-2 text-ink-soft hover:bg-sunken data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-accent"
            >
              <Plug aria-hidden className="size-4" />
              Integrations
            </Link>
          </li>
        )}
      </ul>
    </nav>
  );
}
