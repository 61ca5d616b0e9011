/**
 * The chain of an organization's audit lines, as pure arithmetic: each line's hash is keyed and takes
 * in the hash before it, and the head that says where the chain begins and ends is sealed by the same
 * key. Whoever can write to the database but has no ENCRYPTION_KEY can open no chain's key, and so can
 * make neither (docs/decisions/0020).
 */
import { createHmac } from 'node:crypto';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { equalInConstantTime } from '../../kernel/crypto/tokens.ts';

/** A line as it is hashed: every column but the hash itself. */
export interface ChainLine {
  seq: number;
  id: string;
  at: Date;
  actorKind: string;
  actorId: string | null;
  actorName: string;
  action: string;
  targetType: string | null;
  targetId: string | null;
  outcome: string;
  details: unknown;
  requestId: string | null;
}

/** Where a chain begins and ends. */
export interface ChainHead {
  /** `lost`: put in the place of a head that was gone or not ours; such a chain is never whole. */
  origin: 'created' | 'upgraded' | 'lost';
  /** Lines up to here were there before the chain, without hashes. */
  unhashed: number;
  /** The last line that retention removed, and its hash. */
  anchorSeq: number;
  anchorHash: string;
  seq: number;
  hash: string;
}

export function hashLine(
  key: string,
  organizationId: string,
  previousHash: string,
  line: ChainLine,
): string {
  const { seq, id, at, actorKind, actorId, actorName, action } = line;
  const { targetType, targetId, outcome, details, requestId } = line;
  return hmac(key, [
    'line',
    organizationId,
    previousHash,
    [seq, id, at.toISOString(), actorKind, actorId, actorName, action],
    [targetType, targetId, outcome, details, requestId],
  ]);
}

export function sealHead(key: string, organizationId: string, head: ChainHead): string {
  const { origin, unhashed, anchorSeq, anchorHash, seq, hash } = head;
  return hmac(key, ['head', organizationId, origin, unhashed, anchorSeq, anchorHash, seq, hash]);
}

export function isSealed(
  key: string,
  organizationId: string,
  head: ChainHead,
  seal: string,
): boolean {
  return equalInConstantTime(sealHead(key, organizationId, head), seal);
}

function hmac(key: string, value: unknown): string {
  return createHmac('sha256', key).update(canonicalJson(value)).digest('hex');
}
