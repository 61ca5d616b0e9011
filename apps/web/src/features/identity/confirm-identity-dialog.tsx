import { useMutation } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { api, bodyOf } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface ConfirmIdentityDialogProps {
  onFinish: (confirmed: boolean) => void;
}

/** Asks for the password once more, and for nothing else. */
export function ConfirmIdentityDialog({ onFinish }: ConfirmIdentityDialogProps) {
  const confirm = useMutation({
    mutationFn: (password: string) =>
      bodyOf(api.POST('/api/auth/confirm-identity', { body: { password } })),
    onSuccess: () => onFinish(true),
  });

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    // A portal's events bubble through React's tree: the form that opened this one must not hear it.
    event.stopPropagation();
    const password = new FormData(event.currentTarget).get('password');
    if (typeof password === 'string' && password !== '') confirm.mutate(password);
  }

  return (
    <Dialog
      title="Confirm that it is you"
      description="This needs your password again, because you gave it more than 15 minutes ago."
      onClose={() => onFinish(false)}
    >
      <form onSubmit={submit} className="grid gap-4">
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={128}
          fault={confirm.error?.message}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={() => onFinish(false)}>Cancel</Button>
          <Button type="submit" look="primary" busy={confirm.isPending}>
            Confirm
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
