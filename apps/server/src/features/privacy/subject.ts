/** The person of a request: sealed while it is worked on, else known by a keyed hash alone. */
import type { KeyedHash } from '../../kernel/crypto/keyed-hash.ts';
import type { SecretBox } from '../../kernel/crypto/secret-box.ts';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { hasSuppression } from './store.ts';

/** Of one organization: the same person has another hash elsewhere. */
export function subjectHash(hash: KeyedHash, organizationId: string, email: string): string {
  return hash(`privacy ${organizationId}`, email.trim().toLowerCase());
}

interface Row {
  id: string;
  organizationId: string;
}

type SealedColumn = 'email_sealed' | 'content_sealed';

function placeOf(row: Row, column: SealedColumn) {
  return {
    table: 'privacy_requests',
    column,
    organizationId: row.organizationId,
    rowId: row.id,
  };
}

export function sealIn(box: SecretBox, row: Row, column: SealedColumn, plain: string): string {
  return box.seal(placeOf(row, column), plain);
}

export function openIn(box: SecretBox, row: Row, column: SealedColumn, sealed: string): string {
  return box.open(placeOf(row, column), sealed);
}

/** Whether the person had their data erased here: what comes in by itself must leave them out. */
export function isSuppressed(
  tx: OrganizationTransaction,
  hash: KeyedHash,
  email: string,
): Promise<boolean> {
  return hasSuppression(tx, subjectHash(hash, tx.scope.organizationId, email));
}
