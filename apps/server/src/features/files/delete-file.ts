import { actorIdOf } from '../../kernel/db/scope.ts';
import type { ActingCaller } from '../../kernel/http/caller.ts';
import { notFound, Problem } from '../../kernel/http/problem.ts';
import { describeError } from '../../kernel/logger.ts';
import { objectKey } from '../../vendors/object-store/port.ts';
import { recordAudit } from '../audit/index.ts';
import type { FileParts } from './parts.ts';
import { deleteFileRow, findFile } from './store.ts';

/**
 * Deletes a file: one's own, or anybody's for who may change the organization. Should the store not
 * answer, the bytes, which nobody can reach any more, go with the next sweep.
 * @throws Problem not_found, forbidden
 */
export async function deleteFile(
  { database, objects, log }: FileParts,
  { membership }: ActingCaller,
  fileId: string,
  requestId: string,
): Promise<void> {
  await database.withOrganization(membership.scope, async (tx) => {
    const row = await findFile(tx, fileId);
    if (!row) throw notFound('File');
    if (row.uploadedBy !== actorIdOf(tx.scope.actor) && !membership.may('organization.update')) {
      throw new Problem('forbidden', 'Only who uploaded a file or an administrator deletes it.');
    }
    await deleteFileRow(tx, fileId);
    await recordAudit(tx, {
      action: 'file.deleted',
      target: { type: 'file', id: fileId },
      details: { purpose: row.purpose, bytes: row.bytes },
      requestId,
    });
  });
  await objects
    .remove(objectKey(membership.organizationId, fileId))
    .catch((error: unknown) => log.warn('A file waits for the sweep', describeError(error)));
}
