import type { Connection } from '../../../lib/api-types.ts';
import { Notice } from '../../../ui/notice.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { statusAdvice } from '../words.ts';

const titles = {
  error: 'The CRM does not answer as it should',
  reauth_required: 'Reconnect needed',
  disconnected: 'Disconnected',
} as const;

/** What is wrong with a connection, since when, who can fix it and how; nothing when all is well. */
export function ConnectionTrouble({ connection }: { connection: Connection }) {
  const { status, lastErrorMessage, lastErrorAt } = connection;
  const advice = statusAdvice(connection);
  if (status === 'active' || advice === null) return null;
  const tone = { error: 'danger', reauth_required: 'warn', disconnected: 'info' } as const;
  return (
    <Notice tone={tone[status]} title={titles[status]}>
      {lastErrorMessage && status !== 'disconnected' && (
        <p>
          {lastErrorMessage}
          {lastErrorAt && (
            <>
              {' '}
              (<TimeAgo at={lastErrorAt} />)
            </>
          )}
        </p>
      )}
      <p>{advice}</p>
    </Notice>
  );
}
