import { type AuditEntry, auditEntry } from '@partneros/contract/audit';
import { desc, lt } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { auditLog } from './tables.ts';

const storedDetails = auditEntry.shape.details;

/** Lines after the given one, newest first; reads one more than the limit. */
export async function listAuditLog(
  tx: OrganizationTransaction,
  page: { after: string | null; limit: number },
): Promise<AuditEntry[]> {
  const rows = await tx.orm
    .select()
    .from(auditLog)
    .where(page.after === null ? undefined : lt(auditLog.id, page.after))
    .orderBy(desc(auditLog.id))
    .limit(page.limit + 1);
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    action: row.action,
    target: row.targetType && row.targetId ? { type: row.targetType, id: row.targetId } : null,
    outcome: row.outcome,
    details: storedDetails.safeParse(row.details).data ?? {},
    requestId: row.requestId,
  }));
}
