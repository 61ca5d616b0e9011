import { z } from 'zod';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';

const rows = z.tuple([z.object({ pruned: z.number() })]);

/**
 * Deletes lines older than the moment, oldest first and without a gap, at most so many at once. The
 * program's role may not delete lines; the function behind this can, and never before ninety days.
 * @returns how many are gone
 */
export async function pruneAudit(
  tx: OrganizationTransaction,
  before: Date,
  most: number,
): Promise<number> {
  const found = await tx.query({
    name: 'prune-audit',
    text: 'select prune_audit($1, $2) as pruned',
    values: [before, most],
  });
  return rows.parse(found)[0].pruned;
}
