/** What the screens of integrations read. Keys start with `integrations`, then the connection. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../lib/api.ts';
import { ApiError } from '../../lib/api-error.ts';
import type { Connection, ObjectSchema, SchemaSummary } from '../../lib/api-types.ts';

const all = ['integrations'] as const;

export const integrationKeys = {
  all,
  list: [...all, 'list'],
  one: (connectionId: string) => [...all, connectionId] as const,
};

/** How often a connection whose first schema is still being read is asked again. */
const firstReadMilliseconds = 2_000;

const overviewQuery = queryOptions({
  queryKey: integrationKeys.list,
  queryFn: ({ signal }) => bodyOf(api.GET('/api/integrations', { signal })),
  refetchInterval: ({ state }) =>
    state.data?.connections.some(isFirstReadDue) ? firstReadMilliseconds : false,
});

export const connectionsQuery = queryOptions({
  ...overviewQuery,
  select: ({ connections }) => connections,
});

/** What can be connected on this server. */
export const platformsQuery = queryOptions({
  ...overviewQuery,
  select: ({ platforms }) => platforms,
});

export function connectionQuery(connectionId: string) {
  return queryOptions({
    queryKey: [...integrationKeys.one(connectionId), 'status'],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/api/integrations/{connectionId}/status', {
          params: { path: { connectionId } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data && isFirstReadDue(state.data) ? firstReadMilliseconds : false,
  });
}

export function schemaSummariesQuery(connectionId: string) {
  return queryOptions({
    queryKey: [...integrationKeys.one(connectionId), 'schema'],
    queryFn: async ({ signal }): Promise<SchemaSummary[]> => {
      const answer = await readSchema(connectionId, {}, signal);
      if ('objects' in answer) return answer.objects;
      throw unexpectedSchema();
    },
  });
}

export function objectSchemaQuery(connectionId: string, objectType: string) {
  return queryOptions({
    queryKey: [...integrationKeys.one(connectionId), 'schema', objectType],
    queryFn: async ({ signal }): Promise<ObjectSchema> => {
      const answer = await readSchema(connectionId, { objectType }, signal);
      if ('fields' in answer) return answer;
      throw unexpectedSchema();
    },
  });
}

export function driftQuery(connectionId: string) {
  return infiniteQueryOptions({
    queryKey: [...integrationKeys.one(connectionId), 'drift'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      bodyOf(
        api.GET('/api/integrations/{connectionId}/drift', {
          params: {
            path: { connectionId },
            query: pageParam === '' ? {} : { cursor: pageParam },
          },
          signal,
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** True for a fresh connection: the server reads its schema by itself, right after connecting. */
export function isFirstReadDue({ status, schemaStats }: Connection): boolean {
  return status === 'active' && schemaStats.lastDiscoveredAt === null;
}

/** `no-cache`: a kept copy is asked after each time, so that a refresh shows at once. */
function readSchema(connectionId: string, query: { objectType?: string }, signal: AbortSignal) {
  return bodyOf(
    api.GET('/api/integrations/{connectionId}/schema', {
      params: { path: { connectionId }, query },
      cache: 'no-cache',
      signal,
    }),
  );
}

function unexpectedSchema(): ApiError {
  const sentence = 'The schema came in a shape that this page does not know. Load the page again.';
  return new ApiError({ code: 'unreadable', sentence });
}
