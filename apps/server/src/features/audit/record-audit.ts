import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { AuditLine } from './audit-line.ts';
import { contextOf } from './audited-database.ts';

/**
 * Adds the line to the caller's transaction, which writes it at its end: it stands if and only if the
 * act does.
 */
export function recordAudit(tx: OrganizationTransaction, line: AuditLine): Promise<void> {
  contextOf(tx).lines.push({ ...line, id: newId() });
  return Promise.resolve();
}
