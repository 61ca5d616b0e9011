import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../../../lib/api.ts';
import type { SchemaSummary } from '../../../lib/api-types.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { PickList } from '../../../ui/pick-list.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { integrationKeys } from '../queries.ts';

interface AddObjectDialogProps {
  connectionId: string;
  known: readonly SchemaSummary[];
  onAdd: (objectType: string) => void;
  onClose: () => void;
}

/** Picks one more of the CRM's objects to read. */
export function AddObjectDialog({ connectionId, known, onAdd, onClose }: AddObjectDialogProps) {
  const offered = useQuery({
    queryKey: [...integrationKeys.one(connectionId), 'objects'],
    queryFn: async ({ signal }) => {
      const { objects } = await bodyOf(
        api.GET('/api/integrations/{connectionId}/objects', {
          params: { path: { connectionId } },
          signal,
        }),
      );
      return objects;
    },
  });
  const knownTypes = new Set(known.map(({ objectType }) => objectType));

  return (
    <Dialog
      title="Add object"
      description="It is read now and with every refresh from then on."
      onClose={onClose}
    >
      <QueryView query={offered} failure="The CRM’s objects could not be listed" lines={6}>
        {(objects) => (
          <PickList
            label="Search objects"
            items={objects
              .filter(({ objectType }) => !knownTypes.has(objectType))
              .map(({ objectType, label, custom }) => ({
                value: objectType,
                label,
                detail: objectType,
                extra: custom ? <Badge>Custom</Badge> : null,
              }))}
            onPick={(objectType) => {
              onAdd(objectType);
              onClose();
            }}
          />
        )}
      </QueryView>
    </Dialog>
  );
}
