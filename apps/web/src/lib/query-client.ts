import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { hasCode, isWorthRetrying } from './api-error.ts';

/**
 * The cache of what the API answered.
 * @param onSessionEnd called when any call finds the session gone
 */
export function createQueryClient(onSessionEnd: () => void): QueryClient {
  const onError = (error: unknown): void => {
    if (hasCode(error, 'unauthorized')) onSessionEnd();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        // Signing in answers 401 for a wrong password: no session has ended there.
        if (mutation.meta?.['signsIn'] !== true) onError(error);
      },
    }),
    defaultOptions: {
      queries: {
        // A call made while offline fails at once and says so, instead of waiting without a word.
        networkMode: 'always',
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
        retryDelay: (attempt) => 300 * 2 ** attempt,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
