import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

/** Asks before a page with unsaved changes is left, by link, by back button or by closing the tab. */
export function UnsavedGuard({ isDirty }: { isDirty: boolean }) {
  const blocker = useBlocker({
    // A session that has ended leaves no choice: nothing could be saved any more.
    shouldBlockFn: ({ next }) => isDirty && next.pathname !== '/sign-in',
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <ConfirmDialog
      danger
      title="Leave without saving?"
      consequences="Your changes to this mapping are lost."
      action="Leave without saving"
      failure="The page could not be left"
      onConfirm={blocker.proceed}
      onClose={blocker.reset}
    />
  );
}
