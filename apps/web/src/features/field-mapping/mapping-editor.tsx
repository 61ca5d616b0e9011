import { useQueries } from '@tanstack/react-query';
import type { Platform } from '../../lib/api-types.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { objectSchemaQuery } from '../integrations/queries.ts';
import { catalogueQuery, mappingQuery } from './mapping-queries.ts';
import type { MappingSubject } from './mapping-subject.ts';
import { MappingWorkbench } from './mapping-workbench.tsx';
import { type ObjectPair, writePair } from './object-pair.ts';

interface MappingEditorProps {
  connectionId: string;
  platform: Platform;
  pair: ObjectPair;
}

/** Loads the mapping and the fields of both sides. */
export function MappingEditor(props: MappingEditorProps) {
  const { connectionId, platform, pair } = props;
  const objectPair = writePair(pair);
  const results = useQueries({
    queries: [
      mappingQuery(connectionId, objectPair),
      catalogueQuery(pair.partnerosObject),
      objectSchemaQuery(connectionId, pair.objectType),
    ],
  });
  const failed = results.find(({ data, error }) => data === undefined && error);
  if (failed) {
    return (
      <ErrorState
        title="The mapping could not be loaded"
        error={failed.error}
        onRetry={() => void failed.refetch()}
      />
    );
  }
  const [{ data: mapping }, { data: catalogue }, { data: schema }] = results;
  if (!mapping || !catalogue || !schema) return <Skeleton lines={8} />;
  const subject: MappingSubject = {
    connectionId,
    platform,
    objectPair,
    schema,
    ours: byName(catalogue),
    crm: byName(schema.fields),
  };
  return <MappingWorkbench subject={subject} mapping={mapping} />;
}

function byName<Named extends { name: string }>(items: readonly Named[]): Map<string, Named> {
  return new Map(items.map((item) => [item.name, item]));
}
