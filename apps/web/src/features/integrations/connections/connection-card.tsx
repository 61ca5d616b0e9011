import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { Connection } from '../../../lib/api-types.ts';
import { countOf } from '../../../lib/format.ts';
import { buttonClasses } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Fact, Facts } from '../../../ui/facts.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { ApiUsageFact } from '../connection/api-usage.tsx';
import { ConnectionActions } from '../connection/connection-actions.tsx';
import { ConnectionBadges } from '../connection/connection-badges.tsx';
import { ConnectionTrouble } from '../connection/connection-trouble.tsx';
import { isFirstReadDue } from '../queries.ts';
import { accountNouns, connectionTitle, platformNames } from '../words.ts';

/** One connection at a glance: which account, how it is, what was read, what to do. */
export function ConnectionCard({ connection }: { connection: Connection }) {
  const { id, platform, accountId, connectedAs } = connection;
  return (
    <Card className="flex flex-col gap-4 p-5">
      <div className="grid gap-1">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="text-lg font-semibold wrap-anywhere">{connectionTitle(connection)}</h2>
          <ConnectionBadges connection={connection} />
        </div>
        <p className="text-sm text-ink-faint">
          {platformNames[platform]} {accountNouns[platform]}{' '}
          <span className="font-mono">{accountId ?? 'unknown'}</span>
        </p>
      </div>
      <ConnectionTrouble connection={connection} />
      <Facts>
        <Fact label="Connected as">
          <AccountUser name={connectedAs} />
        </Fact>
        <Fact label="Last schema sync">
          <LastSchemaSync connection={connection} />
        </Fact>
        <Fact label="Schema">
          <SchemaSize connection={connection} />
        </Fact>
        <ApiUsageFact connection={connection} />
      </Facts>
      <div className="mt-auto flex flex-wrap items-center gap-2 border-t border-line pt-4">
        <Link
          to="/settings/integrations/$connectionId"
          params={{ connectionId: id }}
          className={buttonClasses('secondary', 'small')}
        >
          Open
          <span className="sr-only"> {connectionTitle(connection)}</span>
          <ArrowRight aria-hidden className="size-4" />
        </Link>
        <ConnectionActions connection={connection} />
      </div>
    </Card>
  );
}

/** An e-mail address breaks best at its sign. */
function AccountUser({ name }: { name: string | null }) {
  if (name === null) return 'Not told by the CRM';
  const sign = name.indexOf('@') + 1;
  return (
    <>
      {name.slice(0, sign)}
      <wbr />
      {name.slice(sign)}
    </>
  );
}

function LastSchemaSync({ connection }: { connection: Connection }) {
  if (connection.lastSyncAt) return <TimeAgo at={connection.lastSyncAt} />;
  return isFirstReadDue(connection) ? 'Reading the schema now…' : 'Never';
}

function SchemaSize({ connection: { schemaStats } }: { connection: Connection }) {
  const { objectCount, totalFields } = schemaStats;
  return `${countOf(objectCount, 'object')}, ${countOf(totalFields, 'field')}`;
}
