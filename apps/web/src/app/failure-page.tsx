import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ErrorState } from '../ui/error-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';

/** Where a page ends up that could not be shown: says what happened, and tries again on request. */
export function FailurePage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <div className="mx-auto grid w-full max-w-xl gap-4 p-6 sm:p-10">
      <PageHeader title="This page could not be shown" />
      <ErrorState title="Something went wrong" error={error} onRetry={retry} />
    </div>
  );
}
