import type { Connection } from '../../../lib/api-types.ts';
import { Badge } from '../../../ui/badge.tsx';
import { environmentWords, statusWords } from '../words.ts';

/** Environment and status, in words and colour. */
export function ConnectionBadges({ connection }: { connection: Connection }) {
  const environment = environmentWords[connection.environment];
  const status = statusWords[connection.status];
  return (
    <>
      <Badge tone={environment.tone}>{environment.label}</Badge>
      <Badge tone={status.tone}>{status.label}</Badge>
    </>
  );
}
