import type { Field } from '@partneros/contract/field';
import { fieldCatalogue } from '@partneros/contract/field-catalogue';
import type { ObjectSchema, Platform } from '@partneros/contract/integrations';
import type { Direction, SuggestAnswer, Suggestion } from '@partneros/contract/mapping';
import type { CatalogueField } from '@partneros/contract/object-fields';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { suggestPairs } from '../../schema-matching/index.ts';
import { findObjectSchema, requireConnection } from '../integrations/index.ts';
import type { FieldMappingParts } from './parts.ts';
import { requireObjectPair, schemaMissing } from './require-pair.ts';
import { possibleDirections } from './rules/check-mapping.ts';
import type { ObjectPair } from './rules/object-pair.ts';
import type { Side, Sides } from './sides.ts';
import { findMapping, type SavedMapping } from './store.ts';

interface Ground {
  platform: Platform;
  schema: ObjectSchema;
  saved: SavedMapping | null;
}

/**
 * Suggests field pairs for an object pair. Changes nothing but the store of vectors. The same schema,
 * catalogue and decisions give the same answer; a provider's failure shows in `engine` alone.
 * @throws Problem validation_failed, not_found, prerequisite_missing
 */
export async function suggestMapping(
  parts: Pick<FieldMappingParts, 'database' | 'clock'> & { sides: Sides },
  scope: OrganizationScope,
  asked: { connectionId: string; objectPair: string },
): Promise<SuggestAnswer> {
  const pair = requireObjectPair(asked.objectPair);
  const { platform, schema, saved } = await readGround(parts, scope, asked.connectionId, pair);
  const ours = ownSide(pair);
  const theirs = {
    name: [platform, pair.objectType, schema.schemaHash].join(' '),
    objectType: pair.objectType,
    platform,
    fields: schema.fields,
  } satisfies Side;
  const left = await parts.sides.prepared(scope, ours);
  const right = await parts.sides.prepared(scope, theirs);
  const { vectors, engine } = await parts.sides.provided(scope, [ours, theirs]);
  const flow = flowBetween(ours.fields, theirs.fields);
  const result = suggestPairs({
    left,
    right,
    forbids: (own, crm) => flow(own, crm).length === 0,
    ...(vectors && { providerVectors: vectors }),
    confirmed: saved && saved.state !== 'draft' ? saved.pairs : [],
    rejected: saved?.rejected ?? [],
  });
  return {
    objectPair: pair.text,
    suggestions: result.suggestions.map((suggestion) => withPossibleDirection(suggestion, flow)),
    unmappedPartnerosFields: result.unmappedLeft,
    unmappedCrmFields: result.unmappedRight,
    engine,
  };
}

type Flow = (partnerosField: string, crmField: string) => readonly Direction[];

/** What can flow between two fields by name, by the same rules as saving a mapping. */
function flowBetween(own: readonly CatalogueField[], crm: readonly Field[]): Flow {
  const ownByName = new Map(own.map((field) => [field.name, field]));
  const crmByName = new Map(crm.map((field) => [field.name, field]));
  return (partnerosField, crmField) => {
    const ownField = ownByName.get(partnerosField);
    const field = crmByName.get(crmField);
    return ownField && field ? possibleDirections(ownField, field) : [];
  };
}

/** A suggestion can be saved as it is: a direction that the types do not allow becomes one they do. */
function withPossibleDirection(suggestion: Suggestion, flow: Flow): Suggestion {
  const possible = flow(suggestion.partnerosField, suggestion.crmField);
  const direction = possible.includes(suggestion.direction) ? suggestion.direction : possible[0];
  return direction === undefined ? suggestion : { ...suggestion, direction };
}

async function readGround(
  parts: Pick<FieldMappingParts, 'database' | 'clock'>,
  scope: OrganizationScope,
  connectionId: string,
  pair: ObjectPair,
): Promise<Ground> {
  return parts.database.withOrganization(scope, async (tx) => {
    const { platform } = await requireConnection(tx, connectionId);
    const schema = await findObjectSchema(tx, connectionId, pair.objectType, parts.clock.now());
    if (!schema) throw schemaMissing(connectionId, pair.objectType);
    return { platform, schema, saved: await findMapping(tx, connectionId, pair.text) };
  });
}

/** The catalogue is part of the program: its object's name says what its fields are. */
function ownSide({ partnerosObject }: ObjectPair) {
  return {
    name: `partneros ${partnerosObject}`,
    objectType: partnerosObject,
    platform: null,
    fields: fieldCatalogue[partnerosObject],
  } satisfies Side;
}
