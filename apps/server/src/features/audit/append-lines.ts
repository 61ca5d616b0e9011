/** Writes a transaction's lines behind the chain's head, which stays locked until the commit. */
import type { SecretBox } from '../../kernel/crypto/secret-box.ts';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import type { Actor } from '../../kernel/db/scope.ts';
import type { PendingLine } from './audit-line.ts';
import { type ChainHead, hashLine, sealHead } from './chain.ts';
import { lockHead } from './lock-head.ts';
import { writeLines } from './store.ts';

export async function appendLines(
  tx: OrganizationTransaction,
  box: SecretBox,
  lines: readonly PendingLine[],
): Promise<void> {
  const { organizationId, actor } = tx.scope;
  const { key, head: before, at, personName } = await lockHead(tx, box);
  let head: ChainHead = before;
  const rows = lines.map((line) => {
    const row = {
      ...actorColumns(actor, personName),
      seq: head.seq + 1,
      id: line.id,
      at,
      action: line.action,
      targetType: line.target?.type ?? null,
      targetId: line.target?.id ?? null,
      outcome: line.outcome ?? 'done',
      details: line.details ?? {},
      requestId: line.requestId ?? null,
    };
    const hash = hashLine(key, organizationId, head.hash, row);
    head = { ...head, seq: row.seq, hash };
    return { ...row, hash };
  });
  await writeLines(tx, rows, { ...head, seal: sealHead(key, organizationId, head) });
}

/** The name as of now, because people leave and names change. */
function actorColumns(actor: Actor, personName: string | null) {
  if (actor.kind === 'system') {
    return { actorKind: actor.kind, actorId: null, actorName: `PartnerOS (${actor.name})` };
  }
  if (actor.kind === 'service') {
    return { actorKind: actor.kind, actorId: actor.serviceAccountId, actorName: actor.name };
  }
  const actorName = personName ?? 'Somebody who left';
  return { actorKind: actor.kind, actorId: actor.userId, actorName };
}
