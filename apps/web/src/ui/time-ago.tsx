import { useEffect, useState } from 'react';
import { formatDistance, formatMoment } from '../lib/format.ts';

const tickMilliseconds = 30_000;

/** `5 minutes ago`, kept right while it is on the screen; the exact moment on hover. */
export function TimeAgo({ at }: { at: string }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), tickMilliseconds);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={formatMoment(at)}>
      {formatDistance(at, now)}
    </time>
  );
}
