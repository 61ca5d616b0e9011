/** SQL of the audit log and of its chain's head. */
import { asc, desc, gt, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import type { ChainHead, ChainLine } from './chain.ts';
import { auditLog } from './tables.ts';

export interface StoredHead extends ChainHead {
  keySealed: string;
  seal: string;
}

const headColumns = `h.key_sealed as "keySealed", h.origin, h.unhashed, h.anchor_seq as "anchorSeq",
  h.anchor_hash as "anchorHash", h.seq, h.hash, h.seal`;

const storedHead = z.object({
  keySealed: z.string(),
  origin: z.enum(['created', 'upgraded', 'lost']),
  unhashed: z.number(),
  anchorSeq: z.number(),
  anchorHash: z.string(),
  seq: z.number(),
  hash: z.string(),
  seal: z.string(),
});
const lockedHeads = z.array(
  storedHead.extend({ at: z.date(), person_name: z.string().nullable() }),
);
const countedHeads = z.array(storedHead.extend({ lines: z.number(), last: z.number() }));
const beginnings = z.tuple([
  z.object({ is_new: z.boolean(), last: z.number(), is_old: z.boolean() }),
]);
const removals = z.tuple([z.object({ removed: z.number() })]);
const lastOld = z.array(z.object({ seq: z.number(), hash: z.string() }));
const ids = z.array(z.object({ id: z.string() }));

/** The head, locked, with the time and the acting person's name. */
export async function findLockedHead(tx: OrganizationTransaction, userId: string | null) {
  const rows = await tx.query({
    name: 'lock-audit-head',
    text: `select ${headColumns}, now() as at, person_name($2::uuid) as person_name
      from audit_heads h where h.organization_id = $1 for update`,
    values: [tx.scope.organizationId, userId],
  });
  return lockedHeads.parse(rows)[0] ?? null;
}

/** The head with what is there to be compared with it, as of one moment. */
export async function findCountedHead(tx: OrganizationTransaction) {
  const rows = await tx.query({
    name: 'read-audit-head',
    text: `select ${headColumns}, (select count(*)::int from audit_log) as lines,
        (select coalesce(max(seq), 0) from audit_log) as last
      from audit_heads h where h.organization_id = $1`,
    values: [tx.scope.organizationId],
  });
  return countedHeads.parse(rows)[0] ?? null;
}

export async function findBeginning(tx: OrganizationTransaction) {
  const rows = await tx.query({
    name: 'audit-log-at-beginning',
    text: 'select * from audit_log_at_beginning()',
    values: [],
  });
  const [{ is_new: isNew, last, is_old: isOld }] = beginnings.parse(rows);
  return { isNew, last, isOld };
}

/** Of two transactions that begin a chain at once, the second waits and finds the first one's. */
export async function insertHead(tx: OrganizationTransaction, head: StoredHead): Promise<void> {
  await tx.query({
    name: 'insert-audit-head',
    text: `insert into audit_heads (organization_id, key_sealed, origin, unhashed, anchor_seq,
        anchor_hash, seq, hash, seal)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (organization_id) do nothing`,
    values: valuesOf(tx, head),
  });
}

export async function replaceHead(tx: OrganizationTransaction, head: StoredHead): Promise<void> {
  await tx.query({
    name: 'replace-audit-head',
    text: `update audit_heads set key_sealed = $2, origin = $3, unhashed = $4, anchor_seq = $5,
        anchor_hash = $6, seq = $7, hash = $8, seal = $9 where organization_id = $1`,
    values: valuesOf(tx, head),
  });
}

function valuesOf(tx: OrganizationTransaction, head: StoredHead): unknown[] {
  const { keySealed, origin, unhashed, anchorSeq, anchorHash, seq, hash, seal } = head;
  const { organizationId } = tx.scope;
  return [organizationId, keySealed, origin, unhashed, anchorSeq, anchorHash, seq, hash, seal];
}

/** Adds lines and moves the head, in one statement. */
export async function writeLines(
  tx: OrganizationTransaction,
  lines: readonly (ChainLine & { hash: string })[],
  head: ChainHead & { seal: string },
): Promise<void> {
  await tx.query({
    name: 'write-audit-lines',
    text: `with added as (
        insert into audit_log (organization_id, seq, id, at, actor_kind, actor_id, actor_name, action,
          target_type, target_id, outcome, details, request_id, hash)
        select $1, l.seq, l.id, l.at, l."actorKind", l."actorId", l."actorName", l.action,
          l."targetType", l."targetId", l.outcome, l.details, l."requestId", l.hash
        from jsonb_to_recordset($2::jsonb) as l(seq integer, id uuid, at timestamptz,
          "actorKind" text, "actorId" uuid, "actorName" text, action text, "targetType" text,
          "targetId" text, outcome text, details jsonb, "requestId" text, hash text)
      )
      update audit_heads set seq = $3, hash = $4, seal = $5 where organization_id = $1`,
    values: [tx.scope.organizationId, JSON.stringify(lines), head.seq, head.hash, head.seal],
  });
}

/** Lines after the number, oldest first. */
export async function listChain(tx: OrganizationTransaction, after: number, limit: number) {
  return tx.orm
    .select()
    .from(auditLog)
    .where(gt(auditLog.seq, after))
    .orderBy(asc(auditLog.seq))
    .limit(limit);
}

/** The last of the lines that are all older than the moment. */
export async function findLastBefore(tx: OrganizationTransaction, before: Date) {
  const rows = await tx.query({
    name: 'last-audit-line-before',
    text: `select seq, hash from audit_log where seq <
        (select coalesce(min(seq), 2147483647) from audit_log where at >= $1)
      order by seq desc limit 1`,
    values: [before],
  });
  return lastOld.parse(rows)[0] ?? null;
}

export async function removeLines(tx: OrganizationTransaction, through: number): Promise<number> {
  const rows = await tx.query({
    name: 'prune-audit-log',
    text: 'select prune_audit_log($1) as removed',
    values: [through],
  });
  return removals.parse(rows)[0].removed;
}

/** Gives lines that an erasure has changed their new hashes. */
export async function rehashLines(
  tx: OrganizationTransaction,
  lines: readonly { seq: number; hash: string }[],
): Promise<void> {
  await tx.query({
    name: 'rehash-audit-log',
    text: 'select rehash_audit_log($1::jsonb)',
    values: [JSON.stringify(lines)],
  });
}

/** What a list of lines is narrowed to; null where it is not. */
export interface AuditFilter {
  actor: string | null;
  action: string | null;
  outcome: string | null;
  target: string | null;
  from: Date | null;
  to: Date | null;
  /** For ILIKE. */
  pattern: string | null;
}

/** Matching lines after the given one, newest first. */
export async function searchLines(
  tx: OrganizationTransaction,
  filter: AuditFilter,
  page: { after: string | null; most: number },
) {
  const { actor, action, outcome, target, from, to, pattern } = filter;
  const rows = await tx.query({
    name: 'search-audit-log',
    text: `select id from search_audit_log($1, $2, $3, $4, $5, $6, $7, $8, $9) as found(id)`,
    values: [actor, action, outcome, target, from, to, pattern, page.after, page.most],
  });
  const found = ids.parse(rows).map(({ id }) => id);
  if (found.length === 0) return [];
  return tx.orm
    .select()
    .from(auditLog)
    .where(inArray(auditLog.id, found))
    .orderBy(desc(auditLog.id));
}
