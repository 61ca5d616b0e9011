import type { Draft } from './draft.ts';
import type { MappingSubject } from './mapping-subject.ts';
import type { ChangeDraft } from './use-mapping-draft.ts';

/** What each part of the workbench gets; `change` is null for people who may only look. */
export interface PartProps {
  subject: MappingSubject;
  draft: Draft;
  change: ChangeDraft | null;
}
