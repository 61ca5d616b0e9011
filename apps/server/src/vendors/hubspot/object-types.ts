/**
 * HubSpot's standard objects by type id. The API takes several names for one object; we use the
 * plural of its paths. A new connection is offered those that our scopes reach.
 */
interface StandardObject {
  objectType: string;
  label: string;
  /** Pipeline and stage are two properties of this object; null where it moves through no pipeline. */
  pipelineProperties: { pipeline: string; stage: string } | null;
}

const standardObjects = new Map<string, StandardObject>(
  Object.entries({
    '0-1': { objectType: 'contacts', label: 'Contact', pipelineProperties: null },
    '0-2': { objectType: 'companies', label: 'Company', pipelineProperties: null },
    '0-3': {
      objectType: 'deals',
      label: 'Deal',
      pipelineProperties: { pipeline: 'pipeline', stage: 'dealstage' },
    },
  }),
);

export function standardObject(objectTypeId: string): StandardObject | null {
  return standardObjects.get(objectTypeId) ?? null;
}

export const offeredObjects: readonly StandardObject[] = [...standardObjects.values()];

/** Whether an object named by its path moves through pipelines that we read. */
export function hasPipelines(objectType: string): boolean {
  return offeredObjects.some(
    (object) => object.objectType === objectType && object.pipelineProperties !== null,
  );
}
