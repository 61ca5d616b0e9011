import { type AuditEntry, auditEntry } from '@partneros/contract/audit';
import type { AuditLogRow } from './tables.ts';

const storedDetails = auditEntry.shape.details;

export function presentLine(row: AuditLogRow): AuditEntry {
  return {
    id: row.id,
    seq: row.seq,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    action: row.action,
    target: row.targetType && row.targetId ? { type: row.targetType, id: row.targetId } : null,
    outcome: row.outcome,
    details: storedDetails.safeParse(row.details).data ?? {},
    requestId: row.requestId,
  };
}
