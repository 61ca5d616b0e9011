import { Link } from '@tanstack/react-router';
import { hasCode } from '../../../lib/api-error.ts';
import type { RefreshResult } from '../../../lib/api-types.ts';
import { countOf } from '../../../lib/format.ts';
import { Card } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Meter } from '../../../ui/meter.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { ObjectProgress, Progress, ReadState } from './refresh-progress.ts';
import type { useRefreshSchema } from './use-refresh-schema.ts';

type Refreshing = ReturnType<typeof useRefreshSchema>;

/** How a refresh is going, and how it ended. Nothing before the first one. */
export function RefreshPanel({
  connectionId,
  refreshing,
}: {
  connectionId: string;
  refreshing: Refreshing;
}) {
  const { refresh, progress } = refreshing;
  return (
    <div aria-live="polite" className="grid empty:hidden">
      {refresh.isPending && <RunningRefresh progress={progress} />}
      {refresh.isError && (
        <ErrorState
          title="The schema could not be read again"
          error={refresh.error}
          onRetry={canHelp(refresh.error) ? () => refresh.mutate(refresh.variables) : undefined}
        />
      )}
      {refresh.data && <RefreshOutcome connectionId={connectionId} result={refresh.data} />}
    </div>
  );
}

/** A connection without access has to be reconnected first; the button for it is on top of the page. */
function canHelp(error: unknown): boolean {
  return !hasCode(error, 'prerequisite_missing');
}

const stateWords: Record<ReadState, string> = {
  reading: 'reading…',
  done: 'read',
  unchanged: 'unchanged',
  skipped: 'skipped',
};

function RunningRefresh({ progress: { objects, done, total } }: { progress: Progress }) {
  return (
    <Card className="grid gap-2 p-4">
      <p className="font-medium">
        {total > 0 ? `Reading the schema: ${done} of ${total} objects` : 'Reading the schema…'}
      </p>
      <Meter label="Read" share={total > 0 ? done / total : 0} />
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-ink-soft">
        {objects.map((object) => (
          <li key={object.objectType}>{progressSentence(object)}</li>
        ))}
      </ul>
    </Card>
  );
}

function progressSentence({ objectType, state, fieldCount }: ObjectProgress): string {
  const fields = fieldCount === null ? '' : `, ${countOf(fieldCount, 'field')}`;
  return `${objectType}: ${stateWords[state]}${fields}`;
}

type Outcome = Pick<RefreshResult, 'objects' | 'totalFields' | 'skipped'> & {
  drift: readonly Change[];
};
type Change = Pick<RefreshResult['drift'][number], 'change'>;

function RefreshOutcome({ connectionId, result }: { connectionId: string; result: Outcome }) {
  const { objects, totalFields, drift, skipped } = result;
  return (
    <Notice
      tone={skipped.length > 0 ? 'warn' : 'good'}
      title={`Read ${countOf(objects.length, 'object')} with ${countOf(totalFields, 'field')}.`}
    >
      {drift.length === 0 ? (
        <p>Nothing has changed since the last time.</p>
      ) : (
        <p>
          {driftSentence(drift)}{' '}
          <Link
            to="/settings/integrations/$connectionId/changes"
            params={{ connectionId }}
            className="font-medium text-accent underline"
          >
            See the schema changes
          </Link>
        </p>
      )}
      {skipped.map(({ objectType, reason }) => (
        <p key={objectType}>
          {objectType} was skipped: {reason}
        </p>
      ))}
    </Notice>
  );
}

function driftSentence(drift: readonly Change[]): string {
  const changes = ['added', 'removed', 'changed'] as const;
  const counts = changes.map((change) => ({
    change,
    count: drift.filter((entry) => entry.change === change).length,
  }));
  const parts = counts
    .filter(({ count }) => count > 0)
    .map(({ change, count }) => `${countOf(count, 'field')} ${change}`);
  return `${parts.join(', ')}.`;
}
