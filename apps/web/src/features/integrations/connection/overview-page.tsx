import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Connection } from '../../../lib/api-types.ts';
import { countOf } from '../../../lib/format.ts';
import { buttonClasses } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Fact, Facts } from '../../../ui/facts.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { connectionQuery, isFirstReadDue } from '../queries.ts';
import { accountNouns, platformNames } from '../words.ts';
import { ApiUsageFact } from './api-usage.tsx';
import { ConnectionTrouble } from './connection-trouble.tsx';

const route = getRouteApi('/app/settings/integrations/$connectionId');

/** Everything known about a connection, and the next step. */
export function OverviewPage() {
  const { connectionId } = route.useParams();
  const query = useQuery(connectionQuery(connectionId));
  return (
    <QueryView query={query} failure="The connection could not be loaded">
      {(connection) => (
        <div className="grid gap-4">
          <ConnectionTrouble connection={connection} />
          <AccountCard connection={connection} />
          <SchemaCard connection={connection} />
        </div>
      )}
    </QueryView>
  );
}

function AccountCard({ connection }: { connection: Connection }) {
  const { platform, accountId, instanceUrl, connectedAs, createdAt } = connection;
  const crm = platformNames[platform];
  return (
    <Card className="grid gap-4 p-5">
      <h2 className="text-lg font-semibold">Account</h2>
      <Facts wide>
        <Fact label={`${crm} ${accountNouns[platform]} id`}>
          <span className="font-mono text-sm">{accountId ?? 'Not told by the CRM'}</span>
        </Fact>
        <Fact label="Connected as">{connectedAs ?? 'Not told by the CRM'}</Fact>
        <Fact label="First connected">
          <TimeAgo at={createdAt} />
        </Fact>
        {instanceUrl && (
          <Fact label="Address">
            <span className="font-mono text-sm">{instanceUrl}</span>
          </Fact>
        )}
        <ApiUsageFact connection={connection} />
        <Fact label="Records">Read-only. We will not write to {crm}.</Fact>
        <LastError connection={connection} />
      </Facts>
    </Card>
  );
}

function LastError({ connection: { lastErrorAt, lastErrorMessage } }: { connection: Connection }) {
  if (!lastErrorAt) return <Fact label="Last error">None</Fact>;
  return (
    <Fact label="Last error">
      {lastErrorMessage ?? 'Not told by the CRM'} (<TimeAgo at={lastErrorAt} />)
    </Fact>
  );
}

function SchemaCard({ connection }: { connection: Connection }) {
  const { id: connectionId, schemaStats } = connection;
  const { objectCount, totalFields, lastDiscoveredAt, expiresAt, isExpired } = schemaStats;
  return (
    <Card className="grid gap-4 p-5">
      <h2 className="text-lg font-semibold">Schema</h2>
      {isFirstReadDue(connection) && (
        <p role="status" className="text-ink-soft">
          The schema is being read for the first time. This takes some seconds.
        </p>
      )}
      <Facts wide>
        <Fact label="Discovered">
          {countOf(objectCount, 'object')}, {countOf(totalFields, 'field')}
        </Fact>
        <Fact label="Last read">
          {lastDiscoveredAt ? <TimeAgo at={lastDiscoveredAt} /> : 'Never'}
        </Fact>
        <Fact label={isExpired ? 'Out of date since' : 'Read again by'}>
          {expiresAt ? <TimeAgo at={expiresAt} /> : 'Not read yet'}
        </Fact>
      </Facts>
      <div className="flex flex-wrap gap-2">
        <Link
          to="/settings/integrations/$connectionId/schema"
          params={{ connectionId }}
          className={buttonClasses()}
        >
          See the schema
        </Link>
        <Link
          to="/settings/integrations/$connectionId/mapping"
          params={{ connectionId }}
          className={buttonClasses(objectCount > 0 ? 'primary' : 'secondary')}
        >
          Map fields
        </Link>
      </div>
    </Card>
  );
}
