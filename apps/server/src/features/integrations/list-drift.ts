import { type DriftEvent, driftEvent } from '@partneros/contract/integrations';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { notFound } from '../../kernel/http/problem.ts';
import type { MappedFields } from './parts.ts';
import { listDriftRows } from './schema-store.ts';
import { findConnection } from './store.ts';

/** What changed in the CRM's schema, newest first; reads one more than the limit. */
export async function listDrift(
  tx: OrganizationTransaction,
  connectionId: string,
  page: { after: string | null; limit: number },
  mapped: MappedFields,
): Promise<DriftEvent[]> {
  if (!(await findConnection(tx, connectionId))) throw notFound('Connection');
  const rows = await listDriftRows(tx, connectionId, page);
  return rows.map((row) =>
    driftEvent.parse({
      id: row.id,
      objectType: row.objectType,
      field: row.field,
      change: row.change,
      before: row.before,
      after: row.after,
      at: row.at.toISOString(),
      mapped: mapped.get(row.objectType)?.has(row.field) ?? false,
      by: row.causedBy,
      resolvedAt: row.resolvedAt?.toISOString() ?? null,
    }),
  );
}
