import { toApiError } from '../lib/api-error.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** A load or an act that failed: the sentence, the request's id, and a way on. */
export function ErrorState({
  title,
  error,
  onRetry,
}: {
  title: string;
  error: unknown;
  onRetry?: (() => void) | undefined;
}) {
  const { message, requestId } = toApiError(error);
  const retry = onRetry && (
    <Button size="small" onClick={onRetry}>
      Try again
    </Button>
  );
  return (
    <Notice live tone="danger" title={title} actions={retry}>
      <p>{message}</p>
      {requestId && <RequestId id={requestId} />}
    </Notice>
  );
}

function RequestId({ id }: { id: string }) {
  return (
    <p className="text-xs text-ink-faint">
      Request <code className="font-mono">{id}</code>
    </p>
  );
}
