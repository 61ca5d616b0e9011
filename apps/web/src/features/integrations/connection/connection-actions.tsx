import { Unplug } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Connection } from '../../../lib/api-types.ts';
import { Button } from '../../../ui/button.tsx';
import { useMay } from '../../identity/session.ts';
import { useAuthorize } from '../connections/use-authorize.ts';
import { connectionTitle } from '../words.ts';

/** Fetched when first opened. */
const DisconnectDialog = lazy(async () => {
  const module = await import('./disconnect-dialog.tsx');
  return { default: module.DisconnectDialog };
});

/** Reconnect and disconnect, for those who may. */
export function ConnectionActions({ connection }: { connection: Connection }) {
  const mayConnect = useMay('connection.connect');
  const mayDisconnect = useMay('connection.disconnect');
  const { status } = connection;
  return (
    <>
      {mayConnect && status !== 'active' && <ReconnectButton connection={connection} />}
      {mayDisconnect && status !== 'disconnected' && <DisconnectButton connection={connection} />}
    </>
  );
}

function ReconnectButton({ connection }: { connection: Connection }) {
  const authorize = useAuthorize(connection.platform);
  return (
    <>
      <Button
        size="small"
        look="primary"
        busy={authorize.isPending}
        onClick={() => authorize.mutate({ connectionId: connection.id })}
      >
        Reconnect
        <span className="sr-only"> {connectionTitle(connection)}</span>
      </Button>
      {authorize.error && (
        <p role="alert" className="text-sm text-danger">
          {authorize.error.message}
        </p>
      )}
    </>
  );
}

function DisconnectButton({ connection }: { connection: Connection }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        size="small"
        look="quiet"
        icon={<Unplug aria-hidden className="size-4" />}
        onClick={() => setAsking(true)}
      >
        Disconnect
        <span className="sr-only"> {connectionTitle(connection)}</span>
      </Button>
      <Suspense>
        {asking && <DisconnectDialog connection={connection} onClose={() => setAsking(false)} />}
      </Suspense>
    </>
  );
}
