import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { contextOf } from './audited-database.ts';
import { type ChainHead, sealHead } from './chain.ts';
import { lockHead } from './lock-head.ts';
import { recordAudit } from './record-audit.ts';
import { findCountedHead, findLastBefore, removeLines, replaceHead } from './store.ts';

/**
 * Removes the lines that are older than the moment (30 days ago at the latest, which the database sees
 * to), for retention. The head remembers the last one's hash, so that what is left can be verified.
 * @returns how many lines went
 */
export async function pruneAudit(tx: OrganizationTransaction, before: Date): Promise<number> {
  const { organizationId } = tx.scope;
  const { box } = contextOf(tx);
  const { key, head } = await lockHead(tx, box);
  const last = await findLastBefore(tx, before);
  const stored = await findCountedHead(tx);
  if (!last || !stored || last.seq <= head.anchorSeq) return 0;
  const removed = await removeLines(tx, last.seq);
  // Fewer: some are too young to be removed, or were gone already. Neither may be papered over.
  if (removed !== last.seq - head.anchorSeq) {
    throw new Error('Audit lines to be removed are younger than 30 days, or some are missing.');
  }
  const moved: ChainHead = { ...head, anchorSeq: last.seq, anchorHash: last.hash };
  const seal = sealHead(key, organizationId, moved);
  await replaceHead(tx, { ...moved, keySealed: stored.keySealed, seal });
  await recordAudit(tx, { action: 'audit.pruned', details: { lines: removed } });
  return removed;
}
