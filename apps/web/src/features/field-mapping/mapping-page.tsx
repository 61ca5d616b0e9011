import { useQueries } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { GitCompareArrows } from 'lucide-react';
import { buttonClasses } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { connectionQuery, schemaSummariesQuery } from '../integrations/queries.ts';
import { MappingEditor } from './mapping-editor.tsx';
import { mappingsQuery } from './mapping-queries.ts';
import { offeredPairs, readPair } from './object-pair.ts';
import { PairChooser } from './pair-chooser.tsx';

const route = getRouteApi('/app/settings/integrations/$connectionId/mapping');

/** The mapping tab: which objects belong together, then which of their fields. */
export function MappingPage() {
  const { connectionId } = route.useParams();
  const { pair: pairText } = route.useSearch();
  const results = useQueries({
    queries: [
      connectionQuery(connectionId),
      schemaSummariesQuery(connectionId),
      mappingsQuery(connectionId),
    ],
  });
  const [connection, summaries, mappings] = results;
  const failed = results.find(({ data, error }) => data === undefined && error);
  if (failed) {
    return (
      <ErrorState
        title="The mappings could not be loaded"
        error={failed.error}
        onRetry={() => void failed.refetch()}
      />
    );
  }
  if (!connection.data || !summaries.data || !mappings.data) return <Skeleton lines={8} />;
  const { platform } = connection.data;
  if (summaries.data.length === 0) return <NoSchema connectionId={connectionId} />;

  const objectTypes = summaries.data.map(({ objectType }) => objectType);
  const saved = mappings.data.map(({ objectPair }) => objectPair);
  const pair = pairText === undefined ? null : readPair(pairText);
  const isKnown = pair !== null && objectTypes.includes(pair.objectType);
  return (
    <div className="grid gap-4">
      <PairChooser
        connectionId={connectionId}
        offered={offeredPairs(platform, objectTypes, saved)}
        chosen={pairText}
        mappings={mappings.data}
        summaries={summaries.data}
      />
      {isKnown ? (
        <MappingEditor key={pairText} connectionId={connectionId} platform={platform} pair={pair} />
      ) : (
        <ChoosePair isUnknown={pairText !== undefined} />
      )}
    </div>
  );
}

function ChoosePair({ isUnknown }: { isUnknown: boolean }) {
  return (
    <EmptyState
      icon={<GitCompareArrows />}
      title={
        isUnknown
          ? 'These two objects cannot be mapped yet'
          : 'Choose which objects belong together'
      }
    >
      {isUnknown
        ? 'The CRM’s object has not been read. Add it under Schema, or choose another pair above.'
        : 'Each pair above joins an object of PartnerOS with one of the CRM. After choosing one you get suggestions for its fields.'}
    </EmptyState>
  );
}

function NoSchema({ connectionId }: { connectionId: string }) {
  return (
    <EmptyState
      icon={<GitCompareArrows />}
      title="There are no fields to map yet"
      actions={
        <Link
          to="/settings/integrations/$connectionId/schema"
          params={{ connectionId }}
          className={buttonClasses()}
        >
          Go to the schema
        </Link>
      }
    >
      The schema of the CRM has to be read first.
    </EmptyState>
  );
}
