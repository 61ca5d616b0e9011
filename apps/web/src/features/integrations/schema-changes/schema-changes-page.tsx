import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { driftQuery } from '../queries.ts';
import { SchemaChange } from './schema-change.tsx';

const route = getRouteApi('/app/settings/integrations/$connectionId');

/** What changed in the CRM's schema between two readings, newest first. */
export function SchemaChangesPage() {
  const { connectionId } = route.useParams();
  const drift = useInfiniteQuery(driftQuery(connectionId));
  if (drift.isPending) return <Skeleton lines={8} />;
  if (!drift.data) {
    return (
      <ErrorState
        title="The schema changes could not be loaded"
        error={drift.error}
        onRetry={() => void drift.refetch()}
      />
    );
  }
  const events = drift.data.pages.flatMap((page) => page.events);
  if (events.length === 0) return <NoChanges />;
  return (
    <section aria-labelledby="changes-heading" className="grid gap-3">
      <h2 id="changes-heading" className="text-lg font-semibold">
        Schema changes
      </h2>
      <ul className="grid gap-3">
        {events.map((event) => (
          <li key={event.id}>
            <Card className="p-4">
              <SchemaChange event={event} />
            </Card>
          </li>
        ))}
      </ul>
      {drift.error && <ErrorState title="Older changes could not be loaded" error={drift.error} />}
      {drift.hasNextPage && (
        <Button busy={drift.isFetchingNextPage} onClick={() => void drift.fetchNextPage()}>
          Show older changes
        </Button>
      )}
    </section>
  );
}

function NoChanges() {
  return (
    <EmptyState icon={<History />} title="Nothing has changed since the first reading">
      Fields that are added, removed or changed in the CRM show up here after the next refresh. It
      runs every day; under Schema you can start one now.
    </EmptyState>
  );
}
