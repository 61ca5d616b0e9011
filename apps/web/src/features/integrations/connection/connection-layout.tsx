import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { ChevronLeft, Unplug } from 'lucide-react';
import { hasCode } from '../../../lib/api-error.ts';
import type { Connection } from '../../../lib/api-types.ts';
import { buttonClasses } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { useMay } from '../../identity/session.ts';
import { connectionQuery } from '../queries.ts';
import { accountNouns, connectionTitle, platformNames } from '../words.ts';
import { ConnectionActions } from './connection-actions.tsx';
import { ConnectionBadges } from './connection-badges.tsx';
import { ConnectionTabs } from './connection-tabs.tsx';

const route = getRouteApi('/app/settings/integrations/$connectionId');

/** Head and tabs of a connection's page; the tab itself comes below. */
export function ConnectionLayout() {
  const { connectionId } = route.useParams();
  const connection = useQuery(connectionQuery(connectionId));
  return (
    <>
      <Link
        to="/settings/integrations"
        className="-mb-3 inline-flex items-center gap-1 justify-self-start rounded text-sm text-ink-faint hover:text-ink"
      >
        <ChevronLeft aria-hidden className="size-4" />
        Integrations
      </Link>
      {hasCode(connection.error, 'not_found', 'validation_failed') ? (
        <NoSuchConnection />
      ) : (
        <QueryView query={connection} failure="The connection could not be loaded" lines={6}>
          {(data) => <ConnectionFrame connection={data} />}
        </QueryView>
      )}
    </>
  );
}

function ConnectionFrame({ connection }: { connection: Connection }) {
  const { platform, accountId } = connection;
  const mayReadSchema = useMay('schema.read');
  return (
    <>
      <PageHeader
        title={connectionTitle(connection)}
        badges={<ConnectionBadges connection={connection} />}
        description={
          <span className="text-sm">
            {platformNames[platform]} {accountNouns[platform]}{' '}
            <span className="font-mono">{accountId ?? 'unknown'}</span>
          </span>
        }
        actions={<ConnectionActions connection={connection} />}
      />
      {mayReadSchema && <ConnectionTabs connectionId={connection.id} />}
      <Outlet />
    </>
  );
}

function NoSuchConnection() {
  return (
    <>
      <PageHeader title="Connection not found" />
      <EmptyState
        icon={<Unplug />}
        title="There is no such connection here"
        actions={
          <Link to="/settings/integrations" className={buttonClasses()}>
            See all connections
          </Link>
        }
      >
        It may belong to another of your organizations. Switch the organization, or start from the
        list.
      </EmptyState>
    </>
  );
}
