/** What the mapping screens read. */
import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../lib/api.ts';
import type { PartnerosObject } from '../../lib/api-types.ts';
import { integrationKeys } from '../integrations/queries.ts';

export function mappingsQuery(connectionId: string) {
  return queryOptions({
    queryKey: [...integrationKeys.one(connectionId), 'mappings'],
    queryFn: async ({ signal }) => {
      const { mappings } = await bodyOf(
        api.GET('/api/integrations/{connectionId}/mappings', {
          params: { path: { connectionId } },
          signal,
        }),
      );
      return mappings;
    },
  });
}

export function mappingQuery(connectionId: string, objectPair: string) {
  return queryOptions({
    queryKey: [...integrationKeys.one(connectionId), 'mapping', objectPair],
    queryFn: async ({ signal }) => {
      const { mapping } = await bodyOf(
        api.GET('/api/integrations/{connectionId}/mappings/{objectPair}', {
          params: { path: { connectionId, objectPair } },
          signal,
        }),
      );
      return mapping;
    },
    // What is being edited must not change underneath; a stale version is told when saving.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function catalogueQuery(object: PartnerosObject) {
  return queryOptions({
    queryKey: ['catalogue', object],
    queryFn: async ({ signal }) => {
      const { fields } = await bodyOf(
        api.GET('/api/objects/{object}/fields', { params: { path: { object } }, signal }),
      );
      return fields;
    },
    staleTime: 5 * 60_000,
  });
}

/** Asked for by a person only; kept while the application is open. */
export function suggestionsQuery(connectionId: string, objectPair: string) {
  return queryOptions({
    queryKey: [...integrationKeys.one(connectionId), 'suggestions', objectPair],
    queryFn: ({ signal }) =>
      bodyOf(
        api.POST('/api/integrations/{connectionId}/mapping/ai-suggest', {
          params: { path: { connectionId } },
          body: { objectPair },
          signal,
        }),
      ),
    enabled: false,
    retry: false,
    gcTime: Number.POSITIVE_INFINITY,
  });
}
