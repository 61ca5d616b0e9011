/** The checks that saving and confirming share. */
import { fieldCatalogue } from '@partneros/contract/field-catalogue';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { findObjectSchema } from '../integrations/index.ts';
import { schemaMissing } from './require-pair.ts';
import { mappingFaults } from './rules/check-mapping.ts';
import type { ObjectPair } from './rules/object-pair.ts';
import type { MappingContent, SavedMapping } from './store.ts';

/**
 * Holds a mapping against the catalogue and the CRM's schema as it is cached now.
 * @throws Problem prerequisite_missing without a schema; validation_failed with every fault at once
 */
export async function requireSound(
  tx: OrganizationTransaction,
  asked: { connectionId: string; pair: ObjectPair; content: MappingContent; now: Date },
): Promise<void> {
  const { connectionId, pair, content, now } = asked;
  const schema = await findObjectSchema(tx, connectionId, pair.objectType, now);
  if (!schema) throw schemaMissing(connectionId, pair.objectType);
  const details = mappingFaults(content, {
    partnerosObject: pair.partnerosObject,
    objectType: pair.objectType,
    catalogue: fieldCatalogue[pair.partnerosObject],
    crmFields: schema.fields,
  });
  if (details.length === 0) return;
  throw new Problem('validation_failed', 'The mapping does not fit the fields of both sides.', {
    details,
  });
}

/** @throws Problem version_conflict unless the client has seen what is there now */
export function requireVersion(current: SavedMapping | null, seen: number): void {
  if (seen !== (current?.version ?? 0)) throw versionConflict(current);
}

/** Somebody else saved meanwhile, or the client never read the mapping. */
export function versionConflict(current: SavedMapping | null): Problem {
  return new Problem(
    'version_conflict',
    `The mapping has changed: its version is now ${current?.version ?? 0}. Read it again first.`,
  );
}
