import { useQuery } from '@tanstack/react-query';
import { Plug } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { type Connection, type Platform } from '../../../lib/api-types.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { useMay } from '../../identity/session.ts';
import { connectionsQuery } from '../queries.ts';
import { platformNames } from '../words.ts';
import { ConnectionCard } from './connection-card.tsx';
import { OutcomeNotice } from './outcome-notice.tsx';

/** Fetched when first opened. */
const ConnectDialog = lazy(async () => {
  const module = await import('./connect-dialog.tsx');
  return { default: module.ConnectDialog };
});

const platforms: readonly Platform[] = ['salesforce', 'hubspot'];

/** Settings > Integrations: a card for each connected CRM, and how to connect one. */
export function IntegrationsPage() {
  const connections = useQuery(connectionsQuery);
  const mayConnect = useMay('connection.connect');
  const [connecting, setConnecting] = useState<Platform | null>(null);
  const connectButtons = mayConnect
    ? platforms.map((platform) => (
        <Button key={platform} look="primary" onClick={() => setConnecting(platform)}>
          Connect {platformNames[platform]}
        </Button>
      ))
    : null;

  return (
    <>
      <PageHeader
        title="Integrations"
        description="The CRMs that PartnerOS reads. Several accounts of each can be connected, a sandbox beside production too."
        actions={connections.data?.length ? connectButtons : null}
      />
      <OutcomeNotice />
      <QueryView query={connections} failure="The connections could not be loaded">
        {(list) =>
          list.length > 0 ? (
            <ConnectionCards connections={list} />
          ) : (
            <NoConnections actions={connectButtons} />
          )
        }
      </QueryView>
      <Suspense>
        {connecting && <ConnectDialog platform={connecting} onClose={() => setConnecting(null)} />}
      </Suspense>
    </>
  );
}

function ConnectionCards({ connections }: { connections: Connection[] }) {
  return (
    <ul aria-label="Connections" className="grid gap-4 xl:grid-cols-2">
      {connections.map((connection) => (
        <li key={connection.id} className="grid">
          <ConnectionCard connection={connection} />
        </li>
      ))}
    </ul>
  );
}

function NoConnections({ actions }: { actions: React.ReactNode }) {
  return (
    <EmptyState icon={<Plug />} title="No CRM is connected yet" actions={actions}>
      {actions
        ? 'Connect one to see its fields and get mapping suggestions. We only read; nothing is written to the CRM. To try it out, choose the demo CRM: no account is needed.'
        : 'An Owner or Admin of your organization can connect Salesforce or HubSpot. Ask one of them.'}
    </EmptyState>
  );
}
