import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';
import { Skeleton } from './skeleton.tsx';

interface QueryViewProps<Data> {
  query: UseQueryResult<Data>;
  /** What could not be loaded, as the title of the failure: “The connections could not be loaded”. */
  failure: string;
  lines?: number;
  children: (data: Data) => ReactNode;
}

/** The three ends of a load: still under way, failed with a retry, or there. */
export function QueryView<Data>({ query, failure, lines, children }: QueryViewProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return <ErrorState title={failure} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Skeleton {...(lines !== undefined && { lines })} />;
}
