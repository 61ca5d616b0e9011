import { z } from 'zod';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { contextOf } from './audited-database.ts';
import { type ChainHead, hashLine, sealHead } from './chain.ts';
import { type LockedHead, lockHead } from './lock-head.ts';
import { recordAudit } from './record-audit.ts';
import { findCountedHead, listChain, rehashLines, replaceHead } from './store.ts';
import { verifyAudit } from './verify-audit.ts';

const rows = z.tuple([z.object({ erased: z.number() })]);
const linesAtOnce = 1000;

export interface Erased {
  userIds: readonly string[];
  /** A regular expression of the person's names and addresses. */
  sought: string;
  substitute: string;
}

/**
 * Takes a person out of the organization's lines: their name where they acted, what is sought
 * anywhere. Who did it stays told by the id, which leads nowhere once the user is gone.
 *
 * A chain that was whole is whole again afterwards, and a line says how many were changed. One that
 * was not is left broken where it was: hashing it anew would seal what somebody did to it.
 */
export async function eraseFromAudit(tx: OrganizationTransaction, person: Erased): Promise<void> {
  const { box } = contextOf(tx);
  const locked = await lockHead(tx, box);
  const { verified } = await verifyAudit(tx);
  const found = await tx.query({
    name: 'erase-from-audit',
    text: 'select erase_from_audit($1::uuid[], $2, $3) as erased',
    values: [person.userIds, person.sought, person.substitute],
  });
  const [{ erased }] = rows.parse(found);
  if (erased === 0) return;
  if (verified) await hashAnew(tx, locked);
  await recordAudit(tx, { action: 'audit.erased', details: { lines: erased } });
}

async function hashAnew(tx: OrganizationTransaction, { key, head }: LockedHead): Promise<void> {
  const { organizationId } = tx.scope;
  let seq = head.anchorSeq;
  let hash = head.anchorHash;
  while (seq < head.seq) {
    const lines = await listChain(tx, seq, Math.min(linesAtOnce, head.seq - seq));
    const changed: { seq: number; hash: string }[] = [];
    for (const line of lines) {
      seq = line.seq;
      hash = line.seq <= head.unhashed ? '' : hashLine(key, organizationId, hash, line);
      if (hash !== line.hash) changed.push({ seq, hash });
    }
    if (lines.length === 0) throw new Error('Audit lines went while they were locked.');
    if (changed.length > 0) await rehashLines(tx, changed);
  }
  const stored = await findCountedHead(tx);
  if (!stored) throw new Error('The head of the audit log went while it was locked.');
  const moved: ChainHead = { ...head, hash };
  const seal = sealHead(key, organizationId, moved);
  await replaceHead(tx, { ...moved, keySealed: stored.keySealed, seal });
}
