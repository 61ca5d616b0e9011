import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import { contextOf } from './audited-database.ts';

/** One line of the log. Details are plain values: ids, names, counts; never secrets. */
export interface AuditLine {
  /** Past tense: `connection.disconnected`. */
  action: string;
  target?: { type: string; id: string };
  outcome?: 'done' | 'refused' | 'failed';
  details?: Record<string, string | number | boolean | null>;
  requestId?: string | null;
}

export interface PendingLine extends AuditLine {
  id: string;
}

/**
 * Adds the line to the caller's transaction, which writes it at its end: it stands if and only if the
 * act does.
 */
export function recordAudit(tx: OrganizationTransaction, line: AuditLine): Promise<void> {
  contextOf(tx).lines.push({ ...line, id: newId() });
  return Promise.resolve();
}
