import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorState } from './error-state.tsx';

interface ConfirmDialogProps {
  title: string;
  /** What will happen, before it happens. */
  consequences: ReactNode;
  action: string;
  failure: string;
  danger?: boolean;
  busy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, consequences, action, failure, danger = false, busy = false, error } = props;
  return (
    <Dialog title={title} description={consequences} onClose={props.onClose}>
      {error ? <ErrorState title={failure} error={error} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={props.onClose}>Cancel</Button>
        <Button look={danger ? 'danger' : 'primary'} busy={busy} onClick={props.onConfirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
