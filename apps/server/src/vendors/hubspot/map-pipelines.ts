/** HubSpot's pipelines in our words, and as options of the properties that hold their ids. Pure. */
import type { Field, FieldOption } from '@partneros/contract/field';
import type { Pipeline } from '@partneros/contract/integrations';
import type { DiscoveredObject } from '../port.ts';
import { byText } from '../transport.ts';
import { standardObject } from './object-types.ts';
import type { PipelineListing, Stage } from './wire.ts';

export function mapPipelines(listed: readonly PipelineListing[]): Pipeline[] {
  return inOrder(listed).map(({ id, label, stages }) => ({
    id,
    label: label ?? id,
    stages: inOrder(stages).map(mapStage),
  }));
}

function inOrder<Item extends { id: string; displayOrder: number; archived: boolean }>(
  items: readonly Item[],
): Item[] {
  return items
    .filter(({ archived }) => !archived)
    .sort(byText(({ id }) => id))
    .sort((one, other) => one.displayOrder - other.displayOrder);
}

/** A closed stage is won at probability 1 and lost at any other; HubSpot has no mark for “won”. */
function mapStage({ id, label, metadata }: Stage): Pipeline['stages'][number] {
  const closed = String(metadata['isClosed']) === 'true';
  const probability = probabilityOf(metadata['probability']);
  return { id, label: label ?? id, closed, won: closed && probability === 1, probability };
}

function probabilityOf(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= 1 ? number : null;
}

/**
 * Adds pipelines to an object. Its pipeline and stage properties come without options (their values
 * are kept elsewhere, `externalOptions`): the pipelines are those options, each stage valid for its
 * own pipeline.
 */
export function withPipelines(
  object: DiscoveredObject,
  objectTypeId: string,
  pipelines: readonly Pipeline[],
): DiscoveredObject {
  const names = standardObject(objectTypeId)?.pipelineProperties ?? null;
  if (names === null || pipelines.length === 0) return object;
  const fields = object.fields.map((field): Field => {
    if (field.options.length > 0) return field;
    const restricted = true;
    if (field.name === names.pipeline) {
      return { ...field, restricted, options: pipelines.map(pipelineOption) };
    }
    if (field.name !== names.stage) return field;
    const options = pipelines.flatMap(stageOptions);
    return { ...field, restricted, dependsOn: names.pipeline, options };
  });
  return { ...object, fields, pipelines: [...pipelines] };
}

function pipelineOption({ id, label }: Pipeline): FieldOption {
  return { value: id, label, active: true, validFor: null };
}

function stageOptions({ id, stages }: Pipeline): FieldOption[] {
  return stages.map((stage) => ({
    value: stage.id,
    label: stage.label,
    active: true,
    validFor: [id],
  }));
}
