import type { AuditVerification } from '@partneros/contract/audit';
import { equalInConstantTime } from '../../kernel/crypto/tokens.ts';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { contextOf } from './audited-database.ts';
import { type ChainHead, hashLine } from './chain.ts';
import { openHead } from './lock-head.ts';
import { findCountedHead, listChain } from './store.ts';
import type { AuditLogRow } from './tables.ts';

const pageSize = 1000;

/**
 * Holds every line of the transaction's organization against the chain. Lines that are added
 * meanwhile are left for the next time.
 */
export async function verifyAudit(tx: OrganizationTransaction): Promise<AuditVerification> {
  const found = await findCountedHead(tx);
  if (!found) return { verified: false, lines: 0, linesBeforeChain: 0, firstBroken: null };
  const { lines, last } = found;
  const linesBeforeChain = Math.max(0, found.unhashed - found.anchorSeq);
  const broken = (firstBroken: number | null) => ({
    verified: false,
    lines,
    linesBeforeChain,
    firstBroken,
  });

  const key = openHead(contextOf(tx).box, tx.scope.organizationId, found);
  if (key === null || found.origin === 'lost') return broken(null);
  const firstBroken = await walk(tx, key, found);
  if (firstBroken !== null) return broken(firstBroken);
  if (last > found.seq) return broken(found.seq + 1);
  // What is left over stands where retention has removed lines.
  if (lines !== found.seq - found.anchorSeq) return broken(null);
  return { verified: true, lines, linesBeforeChain, firstBroken: null };
}

/** @returns the number of the first line that is missing or not as it was written */
async function walk(
  tx: OrganizationTransaction,
  key: string,
  head: ChainHead,
): Promise<number | null> {
  let seq = head.anchorSeq;
  let hash = head.anchorHash;
  while (seq < head.seq) {
    const rows = await listChain(tx, seq, Math.min(pageSize, head.seq - seq));
    if (rows.length === 0) return seq + 1;
    for (const row of rows) {
      if (row.seq !== seq + 1) return seq + 1;
      const expected = expectedHash(key, tx.scope.organizationId, hash, row, head);
      if (!equalInConstantTime(row.hash, expected)) return row.seq;
      seq = row.seq;
      hash = expected;
    }
  }
  return equalInConstantTime(hash, head.hash) ? null : head.seq;
}

function expectedHash(
  key: string,
  organizationId: string,
  previous: string,
  row: AuditLogRow,
  { unhashed }: ChainHead,
): string {
  return row.seq <= unhashed ? '' : hashLine(key, organizationId, previous, row);
}
