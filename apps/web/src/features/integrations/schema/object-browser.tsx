import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { SchemaSummary } from '../../../lib/api-types.ts';
import { formatCount } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/card.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { objectSchemaQuery } from '../queries.ts';
import { ObjectFields } from './object-fields.tsx';

const route = getRouteApi('/app/settings/integrations/$connectionId/schema');

interface ObjectBrowserProps {
  connectionId: string;
  summaries: readonly SchemaSummary[];
}

/** The objects at the left, the fields of the chosen one at the right. */
export function ObjectBrowser({ connectionId, summaries }: ObjectBrowserProps) {
  const { object } = route.useSearch();
  const chosen = summaries.find(({ objectType }) => objectType === object) ?? summaries[0];
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <Card className="p-1.5">
        <nav aria-label="Objects">
          <ul className="grid max-h-48 gap-0.5 overflow-y-auto lg:max-h-[70dvh]">
            {summaries.map((summary) => (
              <li key={summary.objectType}>
                <ObjectLink
                  connectionId={connectionId}
                  summary={summary}
                  isChosen={summary.objectType === chosen?.objectType}
                />
              </li>
            ))}
          </ul>
        </nav>
      </Card>
      {chosen && <ChosenObject connectionId={connectionId} objectType={chosen.objectType} />}
    </div>
  );
}

function ObjectLink({
  connectionId,
  summary,
  isChosen,
}: {
  connectionId: string;
  summary: SchemaSummary;
  isChosen: boolean;
}) {
  const { objectType, label, fieldCount, isExpired } = summary;
  return (
    <Link
      to="/settings/integrations/$connectionId/schema"
      params={{ connectionId }}
      search={{ object: objectType }}
      aria-current={isChosen ? 'true' : undefined}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 rounded-md px-2 py-1.5 -outline-offset-2 hover:bg-sunken aria-[current=true]:bg-accent-soft"
    >
      <span className="truncate font-medium">{label}</span>
      <span className="text-sm text-ink-soft">
        {formatCount(fieldCount)}
        <span className="sr-only"> fields</span>
      </span>
      {label !== objectType && (
        <span className="truncate font-mono text-xs text-ink-soft">{objectType}</span>
      )}
      {isExpired && <Badge tone="warn">Old</Badge>}
    </Link>
  );
}

function ChosenObject({ connectionId, objectType }: { connectionId: string; objectType: string }) {
  const query = useQuery(objectSchemaQuery(connectionId, objectType));
  return (
    <QueryView query={query} failure={`${objectType} could not be loaded`} lines={10}>
      {(schema) => <ObjectFields key={schema.objectType} schema={schema} />}
    </QueryView>
  );
}
