import { useState } from 'react';
import { hasCode, toApiError } from '../../lib/api-error.ts';
import type { Mapping } from '../../lib/api-types.ts';
import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { MappingDraft } from './use-mapping-draft.ts';

/** Save, discard and confirm; stays in sight at the bottom. */
export function SaveBar({ mapping, work }: { mapping: Mapping; work: MappingDraft }) {
  const [asking, setAsking] = useState(false);
  const { draft, isDirty, save, confirm, discard } = work;
  const canConfirm = !isDirty && mapping.state !== 'confirmed' && mapping.pairs.length > 0;
  return (
    <div className="sticky bottom-0 z-10 -mx-1 grid gap-3 border-t border-line bg-canvas px-1 py-3">
      <SaveFailure work={work} />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p role="status" className="mr-auto text-sm text-ink-soft">
          {isDirty
            ? `Unsaved changes: ${countOf(draft.pairs.length, 'pair')} so far.`
            : savedSentence(mapping)}
        </p>
        {isDirty && <Button onClick={discard}>Discard changes</Button>}
        <Button
          look={isDirty ? 'primary' : 'secondary'}
          disabled={!isDirty}
          busy={save.isPending}
          onClick={() => save.mutate(draft)}
        >
          Save draft
        </Button>
        <Button
          look={canConfirm ? 'primary' : 'secondary'}
          disabled={!canConfirm}
          busy={confirm.isPending}
          onClick={() => setAsking(true)}
        >
          Confirm mapping
        </Button>
      </div>
      {asking && (
        <ConfirmDialog
          title="Confirm this mapping?"
          consequences={`You say that ${countOf(mapping.pairs.length, 'pair')} of fields are right. They are checked once more against the CRM's schema. No record moves yet: writing stays off.`}
          action="Confirm mapping"
          failure="It could not be confirmed"
          busy={confirm.isPending}
          onConfirm={() => {
            setAsking(false);
            confirm.mutate();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

function savedSentence({ version, state, pairs }: Mapping): string {
  if (version === 0) return 'Nothing is saved yet.';
  const count = countOf(pairs.length, 'pair');
  return state === 'confirmed' ? `Confirmed with ${count}.` : `Saved with ${count}.`;
}

function SaveFailure({ work }: { work: MappingDraft }) {
  const error = work.save.error ?? work.confirm.error;
  if (!error) return null;
  if (hasCode(error, 'version_conflict')) {
    return (
      <Notice
        live
        tone="warn"
        title="Somebody else has saved this mapping meanwhile"
        actions={
          <Button size="small" onClick={() => void work.loadSaved()}>
            Load what they saved
          </Button>
        }
      >
        Your changes are still here but cannot be saved over theirs. Loading theirs drops yours.
      </Notice>
    );
  }
  const { byPair, others } = work.faults;
  if (byPair.size === 0 && others.length === 0) {
    return <ErrorState title="The mapping is not saved" error={error} />;
  }
  return (
    <Notice live tone="danger" title={toApiError(error).message}>
      {byPair.size > 0 && (
        <p>{countOf(byPair.size, 'pair')} to correct, marked above. Nothing was saved.</p>
      )}
      {others.map((fault) => (
        <p key={fault}>{fault}</p>
      ))}
    </Notice>
  );
}
