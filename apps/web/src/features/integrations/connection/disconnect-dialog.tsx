import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../../lib/api.ts';
import type { Connection } from '../../../lib/api-types.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { useConfirmedAct } from '../../identity/confirm-identity.tsx';
import { integrationKeys } from '../queries.ts';
import { accountNouns, connectionTitle, platformNames } from '../words.ts';

interface DisconnectDialogProps {
  connection: Connection;
  onClose: () => void;
}

/** Tells what disconnecting does before it is done. */
export function DisconnectDialog({ connection, onClose }: DisconnectDialogProps) {
  const { id: connectionId, platform } = connection;
  const queryClient = useQueryClient();
  const confirmed = useConfirmedAct();
  const toast = useToast();
  const disconnect = useMutation({
    mutationFn: () =>
      confirmed(() =>
        bodyOf(
          api.POST('/api/integrations/{connectionId}/disconnect', {
            params: { path: { connectionId } },
          }),
        ),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: integrationKeys.all });
      toast(`${connectionTitle(connection)} is disconnected.`);
      onClose();
    },
  });
  const crm = platformNames[platform];
  return (
    <ConfirmDialog
      danger
      title={`Disconnect ${connectionTitle(connection)}?`}
      consequences={
        <ul className="list-disc space-y-1 pl-5">
          <li>Our access is revoked at {crm} and erased here.</li>
          <li>Schemas are no longer refreshed, and no suggestions can use new fields.</li>
          <li>Schemas, schema changes and mappings that are here already stay.</li>
          <li>Nothing changes in {crm} itself.</li>
          <li>Connecting the same {accountNouns[platform]} again brings this connection back.</li>
        </ul>
      }
      action="Disconnect"
      failure="It could not be disconnected"
      busy={disconnect.isPending}
      error={disconnect.error}
      onConfirm={() => disconnect.mutate()}
      onClose={onClose}
    />
  );
}
