import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { recordAudit } from '../audit/index.ts';
import { discoverAlso, requireConnection } from '../integrations/index.ts';
import type { FieldMappingParts } from './parts.ts';
import { requireObjectPair } from './require-pair.ts';
import { requireSound, requireVersion, versionConflict } from './require-sound.ts';
import type { ObjectPair } from './rules/object-pair.ts';
import {
  findMapping,
  insertMapping,
  type MappingContent,
  type SavedMapping,
  updateMapping,
} from './store.ts';

export interface SaveMapping {
  connectionId: string;
  objectPair: string;
  /** The version that was changed; 0 for a mapping that is not saved yet. */
  version: number;
  content: MappingContent;
  requestId: string;
}

/**
 * Saves a mapping as a draft, whatever its state was: what was confirmed is no longer what is there.
 * Of several saves at once that changed the same version exactly one is kept.
 * @throws Problem validation_failed, not_found, prerequisite_missing, version_conflict
 */
export async function saveMapping(
  parts: Pick<FieldMappingParts, 'database' | 'clock'>,
  scope: OrganizationScope,
  asked: SaveMapping,
): Promise<SavedMapping> {
  const { connectionId, content } = asked;
  const pair = requireObjectPair(asked.objectPair);
  return parts.database.withOrganization(scope, async (tx) => {
    await requireConnection(tx, connectionId);
    await requireSound(tx, { connectionId, pair, content, now: parts.clock.now() });
    // Before the mapping itself: it locks the connection, which the new row's foreign key would
    // otherwise share with another save, and two of them would wait for each other.
    await discoverAlso(tx, connectionId, pair.objectType);
    const saved = await write(tx, asked, pair);
    await recordAudit(tx, {
      action: 'mapping.saved',
      target: { type: 'mapping', id: saved.id },
      details: {
        connectionId,
        objectPair: saved.objectPair,
        version: saved.version,
        pairs: saved.pairs.length,
        rejected: saved.rejected.length,
      },
      requestId: asked.requestId,
    });
    return saved;
  });
}

async function write(
  tx: OrganizationTransaction,
  { connectionId, version, content }: SaveMapping,
  pair: ObjectPair,
): Promise<SavedMapping> {
  const current = await findMapping(tx, connectionId, pair.text);
  requireVersion(current, version);
  const written = current
    ? await updateMapping(tx, current.id, version, { ...content, state: 'draft' })
    : await insertMapping(tx, connectionId, pair, content);
  if (written) return written;
  throw versionConflict(await findMapping(tx, connectionId, pair.text));
}
