import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../lib/api.ts';
import { toApiError } from '../../lib/api-error.ts';
import type { Mapping } from '../../lib/api-types.ts';
import { useToast } from '../../ui/toast.tsx';
import { type Draft, draftOf, isChanged } from './draft.ts';
import { type Faults, noFaults, sortFaults } from './faults.ts';
import { mappingQuery, mappingsQuery } from './mapping-queries.ts';
import type { MappingSubject } from './mapping-subject.ts';

export type ChangeDraft = (change: (draft: Draft) => Draft) => void;

/** Calls that change the saved mapping; both name the version that they are based on. */
function mappingCalls(subject: MappingSubject, mapping: Mapping) {
  const { connectionId, objectPair } = subject;
  const path = { connectionId, objectPair };
  const header = { 'If-Match': `"${mapping.version}"` };
  return {
    put: ({ pairs, rejected }: Draft) =>
      bodyOf(
        api.PUT('/api/integrations/{connectionId}/mappings/{objectPair}', {
          params: { path, header },
          body: { pairs: [...pairs], rejected: [...rejected] },
        }),
      ),
    confirm: () =>
      bodyOf(
        api.POST('/api/integrations/{connectionId}/mappings/{objectPair}/confirm', {
          params: { path, header },
        }),
      ),
  };
}

/** The mapping as it is being worked on, and what saves and confirms it. */
export function useMappingDraft(subject: MappingSubject, mapping: Mapping) {
  const { connectionId, objectPair } = subject;
  const queryClient = useQueryClient();
  const toast = useToast();
  const calls = mappingCalls(subject, mapping);
  const saved = draftOf(mapping);
  const [edited, setEdited] = useState<Draft | null>(null);
  const [faults, setFaults] = useState<Faults>(noFaults);
  const draft = edited ?? saved;
  const { queryKey } = mappingQuery(connectionId, objectPair);

  async function take(answer: Mapping, sentence: string): Promise<void> {
    queryClient.setQueryData(queryKey, answer);
    discard();
    toast(sentence);
    await queryClient.invalidateQueries({ queryKey: mappingsQuery(connectionId).queryKey });
  }
  const onError = (error: unknown): void =>
    setFaults(sortFaults(toApiError(error).details, draft.pairs));
  const save = useMutation({
    mutationFn: calls.put,
    onSuccess: (answer) => take(answer.mapping, 'The mapping is saved.'),
    onError,
  });
  const confirm = useMutation({
    mutationFn: calls.confirm,
    onSuccess: (answer) => take(answer.mapping, 'The mapping is confirmed.'),
    onError,
  });

  function discard(): void {
    setEdited(null);
    setFaults(noFaults);
    save.reset();
    confirm.reset();
  }
  async function loadSaved(): Promise<void> {
    await queryClient.refetchQueries({ queryKey });
    discard();
  }
  const change: ChangeDraft = (apply) => setEdited((before) => apply(before ?? saved));
  const isDirty = edited !== null && isChanged(edited, saved);
  return { draft, change, isDirty, faults, save, confirm, discard, loadSaved };
}

export type MappingDraft = ReturnType<typeof useMappingDraft>;
