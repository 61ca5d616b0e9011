import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../../lib/api.ts';
import { integrationKeys } from '../queries.ts';
import { noProgress, type Progress, withObjectEvent } from './refresh-progress.ts';

/** Reads the schema again, with progress; objects named are added to what the connection reads. */
export function useRefreshSchema(connectionId: string) {
  const queryClient = useQueryClient();
  const [progress, setProgress] = useState<Progress>(noProgress);
  const refresh = useMutation({
    mutationFn: async (objectTypes: string[]) => {
      setProgress(noProgress);
      const answer = bodyOf(
        api.POST('/api/integrations/{connectionId}/schema/refresh', {
          params: { path: { connectionId } },
          body: objectTypes.length > 0 ? { objectTypes } : {},
        }),
      );
      const stopFollowing = followProgress(connectionId, (text) =>
        setProgress((before) => withObjectEvent(before, text)),
      );
      return answer.finally(stopFollowing);
    },
    // A failed refresh shows in the connection's status too.
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: integrationKeys.one(connectionId) });
      await queryClient.invalidateQueries({ queryKey: integrationKeys.list });
    },
  });
  return { refresh, progress };
}

/**
 * The stream tells the running refresh, or the last one where none runs; so it is opened a moment
 * after ours was asked for, when it has begun.
 */
const headStartMilliseconds = 150;

/** @returns stops following */
function followProgress(connectionId: string, onObject: (text: string) => void): () => void {
  let source: EventSource | null = null;
  const timer = setTimeout(() => {
    source = new EventSource(`/api/integrations/${connectionId}/schema/refresh/progress`);
    source.addEventListener('object', ({ data }: MessageEvent<string>) => onObject(data));
    // The end is the answer of the refresh itself; without this the browser would begin anew.
    source.addEventListener('complete', () => source?.close());
    source.addEventListener('failed', () => source?.close());
  }, headStartMilliseconds);
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
