import {
  type Retention,
  type RetentionChanges,
  type RetentionSubject,
  retentionBounds,
} from '@partneros/contract/retention';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { recordAudit } from '../audit/index.ts';
import { findSettings, saveSettings } from './store.ts';
import type { RetentionRow } from './tables.ts';

/** What holds for the organization of the scope. */
export async function readRetention(tx: OrganizationTransaction): Promise<Retention> {
  return present(await findSettings(tx));
}

/** @throws Problem version_conflict with the current version */
export async function changeRetention(
  tx: OrganizationTransaction,
  change: { version: number; wish: RetentionChanges; requestId: string },
): Promise<Retention> {
  const changes: Partial<Record<RetentionSubject, number | null>> = {};
  for (const subject of subjects) {
    const days = change.wish[subject];
    if (days !== undefined) changes[subject] = days;
  }
  const row = await saveSettings(tx, change.version, changes);
  if (!row) {
    const current = (await findSettings(tx))?.version ?? 0;
    throw new Problem(
      'version_conflict',
      `Somebody else changed this meanwhile; the version is ${current} now.`,
    );
  }
  await recordAudit(tx, {
    action: 'retention.changed',
    target: { type: 'organization', id: tx.scope.organizationId },
    details: changes,
    requestId: change.requestId,
  });
  return present(row);
}

const subjects: readonly RetentionSubject[] = ['auditDays', 'driftDays', 'mailDays'];

function present(row: RetentionRow | null): Retention {
  const days = (subject: RetentionSubject) => row?.[subject] ?? retentionBounds[subject].default;
  return {
    auditDays: days('auditDays'),
    driftDays: days('driftDays'),
    mailDays: days('mailDays'),
    version: row?.version ?? 0,
    updatedAt: row?.updatedAt.toISOString() ?? null,
  };
}
