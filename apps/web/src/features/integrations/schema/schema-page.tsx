import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Database, Plus, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { SchemaSummary } from '../../../lib/api-types.ts';
import { countOf } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { useMay } from '../../identity/session.ts';
import { connectionQuery, isFirstReadDue, schemaSummariesQuery } from '../queries.ts';
import { AddObjectDialog } from './add-object-dialog.tsx';
import { ObjectBrowser } from './object-browser.tsx';
import { RefreshPanel } from './refresh-panel.tsx';
import { useRefreshSchema } from './use-refresh-schema.ts';

const route = getRouteApi('/app/settings/integrations/$connectionId');

/** The schema tab: objects, their fields, and reading them again. */
export function SchemaPage() {
  const { connectionId } = route.useParams();
  const { data: connection } = useQuery(connectionQuery(connectionId));
  const isFirstRead = connection !== undefined && isFirstReadDue(connection);
  const summaries = useQuery({
    ...schemaSummariesQuery(connectionId),
    refetchInterval: isFirstRead ? 2_000 : false,
  });
  const refreshing = useRefreshSchema(connectionId);
  const mayRefresh = useMay('schema.refresh') && connection?.status !== 'disconnected';
  const [adding, setAdding] = useState(false);
  const { refresh } = refreshing;

  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SchemaSize summaries={summaries.data} />
        {mayRefresh && (
          <div className="flex flex-wrap gap-2">
            <Button icon={<Plus className="size-4" />} onClick={() => setAdding(true)}>
              Add object
            </Button>
            <Button
              icon={<RefreshCw className="size-4" />}
              busy={refresh.isPending}
              onClick={() => refresh.mutate([])}
            >
              Refresh schema
            </Button>
          </div>
        )}
      </div>
      <RefreshPanel connectionId={connectionId} refreshing={refreshing} />
      <QueryView query={summaries} failure="The schema could not be loaded" lines={8}>
        {(list) =>
          list.length > 0 ? (
            <ObjectBrowser connectionId={connectionId} summaries={list} />
          ) : (
            <NoSchema isFirstRead={isFirstRead} mayRefresh={mayRefresh} />
          )
        }
      </QueryView>
      {adding && (
        <AddObjectDialog
          connectionId={connectionId}
          known={summaries.data ?? []}
          onAdd={(objectType) => refresh.mutate([objectType])}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  );
}

function SchemaSize({ summaries = [] }: { summaries: SchemaSummary[] | undefined }) {
  const fields = summaries.reduce((sum, { fieldCount }) => sum + fieldCount, 0);
  return (
    <h2 className="text-lg font-semibold">
      {countOf(summaries.length, 'object')}, {countOf(fields, 'field')}
    </h2>
  );
}

function NoSchema({ isFirstRead, mayRefresh }: { isFirstRead: boolean; mayRefresh: boolean }) {
  if (isFirstRead) {
    return (
      <EmptyState icon={<Database />} title="The schema is being read for the first time">
        This takes some seconds; the objects appear here by themselves.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Database />} title="No schema has been read yet">
      {mayRefresh
        ? 'Choose “Refresh schema” to read it from the CRM.'
        : 'It can be read once the CRM is connected: ask an Owner or Admin of your organization.'}
    </EmptyState>
  );
}
