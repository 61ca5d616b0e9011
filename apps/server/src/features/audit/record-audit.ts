import { sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import type { Actor } from '../../kernel/db/scope.ts';
import { newId } from '../../kernel/ids.ts';
import { auditLog } from './tables.ts';

/** One line of the log. Details are plain values: ids, names, counts; never secrets. */
export interface AuditLine {
  /** Past tense: `connection.disconnected`. */
  action: string;
  target?: { type: string; id: string };
  outcome?: 'done' | 'refused' | 'failed';
  details?: Record<string, string | number | boolean | null>;
  requestId?: string | null;
}

/** Writes the line into the caller's transaction: it stands if and only if the act does. */
export async function recordAudit(tx: OrganizationTransaction, line: AuditLine): Promise<void> {
  const { actor, organizationId } = tx.scope;
  await tx.orm.insert(auditLog).values({
    id: newId(),
    organizationId,
    actorKind: actor.kind,
    actorId: actor.kind === 'system' ? null : actor.userId,
    actorName: nameOf(actor),
    action: line.action,
    targetType: line.target?.type ?? null,
    targetId: line.target?.id ?? null,
    outcome: line.outcome ?? 'done',
    details: line.details ?? {},
    requestId: line.requestId ?? null,
  });
}

/** The name as of now, because people leave and names change. */
function nameOf(actor: Actor) {
  if (actor.kind === 'system') return `PartnerOS (${actor.name})`;
  return sql<string>`coalesce(person_name(${actor.userId}::uuid), 'Somebody who left')`;
}
