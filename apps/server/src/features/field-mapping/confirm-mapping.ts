import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { recordAudit } from '../audit/index.ts';
import { requireConnection } from '../integrations/index.ts';
import type { FieldMappingParts } from './parts.ts';
import { requireObjectPair } from './require-pair.ts';
import { requireSound, requireVersion, versionConflict } from './require-sound.ts';
import { findMapping, type SavedMapping, updateMapping } from './store.ts';

export interface ConfirmMapping {
  connectionId: string;
  objectPair: string;
  /** The version that the person has seen. */
  version: number;
  requestId: string;
}

/**
 * A person says that the mapping is right. It is held against the schema as it is now, because that
 * may have drifted since the save. One that is confirmed already stays as it is.
 * @throws Problem validation_failed, not_found, version_conflict, prerequisite_missing
 */
export async function confirmMapping(
  parts: Pick<FieldMappingParts, 'database' | 'clock'>,
  scope: OrganizationScope,
  asked: ConfirmMapping,
): Promise<SavedMapping> {
  const { connectionId, version } = asked;
  const pair = requireObjectPair(asked.objectPair);
  return parts.database.withOrganization(scope, async (tx) => {
    await requireConnection(tx, connectionId);
    const current = await findMapping(tx, connectionId, pair.text);
    requireVersion(current, version);
    if (!current || current.pairs.length === 0) throw nothingToConfirm();
    await requireSound(tx, { connectionId, pair, content: current, now: parts.clock.now() });
    if (current.state === 'confirmed') return current;
    const confirmed = await updateMapping(tx, current.id, version, { state: 'confirmed' });
    if (!confirmed) throw versionConflict(await findMapping(tx, connectionId, pair.text));
    await recordAudit(tx, {
      action: 'mapping.confirmed',
      target: { type: 'mapping', id: confirmed.id },
      details: {
        connectionId,
        objectPair: confirmed.objectPair,
        version: confirmed.version,
        pairs: confirmed.pairs.length,
      },
      requestId: asked.requestId,
    });
    return confirmed;
  });
}

function nothingToConfirm(): Problem {
  return new Problem('prerequisite_missing', 'The mapping has no pairs yet: save some first.');
}
