import { useQuery } from '@tanstack/react-query';
import type { Mapping } from '../../lib/api-types.ts';
import { useFocusKeeper } from '../../ui/use-focus-keeper.ts';
import { useMay } from '../identity/session.ts';
import { CreateNeeds } from './create-needs.tsx';
import { MappingHead } from './mapping-head.tsx';
import { suggestionsQuery } from './mapping-queries.ts';
import type { MappingSubject } from './mapping-subject.ts';
import { PairList } from './pair-list.tsx';
import { pairOfSuggestion } from './pair-of-suggestion.ts';
import { RejectedList } from './rejected-list.tsx';
import { SaveBar } from './save-bar.tsx';
import { SuggestionList } from './suggestion-list.tsx';
import { UnmatchedFields } from './unmatched-fields.tsx';
import { UnsavedGuard } from './unsaved-guard.tsx';
import { useMappingDraft } from './use-mapping-draft.ts';

interface MappingWorkbenchProps {
  subject: MappingSubject;
  mapping: Mapping;
}

/** Pairs that are taken, suggestions that wait, fields that have none; save and confirm below. */
export function MappingWorkbench({ subject, mapping }: MappingWorkbenchProps) {
  const { connectionId, objectPair } = subject;
  const mayWrite = useMay('mapping.write');
  const work = useMappingDraft(subject, mapping);
  const keeper = useFocusKeeper<HTMLDivElement>();
  const suggestions = useQuery(suggestionsQuery(connectionId, objectPair));
  const change = mayWrite ? work.change : null;
  const part = { subject, draft: work.draft, change };
  const usable = suggestions.data?.suggestions.filter((one) => pairOfSuggestion(subject, one));
  return (
    <div {...keeper} className="grid gap-5">
      <MappingHead subject={subject} mapping={mapping} suggestions={suggestions} />
      <CreateNeeds subject={subject} draft={work.draft} />
      <PairList {...part} faults={work.faults} />
      {usable && <SuggestionList {...part} suggestions={usable} />}
      <UnmatchedFields {...part} suggestions={usable ?? []} />
      <RejectedList {...part} />
      {mayWrite && <SaveBar mapping={mapping} work={work} />}
      <UnsavedGuard isDirty={work.isDirty} />
    </div>
  );
}
