/** A wish to see some lines of the log, as the search takes it. */
import type { auditExportBody } from '@partneros/contract/audit';
import type { z } from 'zod';
import type { AuditFilter } from './store.ts';

export type AuditWish = Omit<z.infer<typeof auditExportBody>, 'format'>;

export function filterOf({ actor, action, outcome, target, from, to, q }: AuditWish): AuditFilter {
  return {
    actor: actor ?? null,
    action: action ?? null,
    outcome: outcome ?? null,
    target: target ?? null,
    from: from === undefined ? null : new Date(from),
    to: to === undefined ? null : new Date(to),
    pattern: q === undefined ? null : `%${escapePattern(q)}%`,
  };
}

/** What people type is text: no character of it stands for others. */
function escapePattern(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
