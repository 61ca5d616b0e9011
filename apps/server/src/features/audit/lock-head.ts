/** The head of an organization's chain, locked, with the key that opens it. */
import type { SecretBox, SecretPlace } from '../../kernel/crypto/secret-box.ts';
import { randomToken } from '../../kernel/crypto/tokens.ts';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { type ChainHead, isSealed, sealHead } from './chain.ts';
import {
  findBeginning,
  findLockedHead,
  insertHead,
  replaceHead,
  type StoredHead,
} from './store.ts';

export interface LockedHead {
  key: string;
  head: ChainHead;
  /** The transaction's time, to the millisecond. */
  at: Date;
  /** The name of the person who acts; null for others. */
  personName: string | null;
}

/**
 * Locks the head until the transaction ends, and makes one where there is none. A head that is not
 * ours is not carried on: that would seal what somebody has written there. It is replaced by one that
 * says so for ever, because refusing to write would stop the product.
 */
export async function lockHead(tx: OrganizationTransaction, box: SecretBox): Promise<LockedHead> {
  const { organizationId, actor } = tx.scope;
  const userId = actor.kind === 'member' || actor.kind === 'portal' ? actor.userId : null;
  let stored = await findLockedHead(tx, userId);
  if (!stored) {
    await beginChain(tx, box);
    stored = await findLockedHead(tx, userId);
  }
  if (!stored) throw new Error('The audit log of this organization cannot be written.');
  const key = openHead(box, organizationId, stored);
  const { at, person_name: personName } = stored;
  if (key !== null) return { key, head: stored, at, personName };
  const lost = await makeHead(tx, box, 'lost');
  await replaceHead(tx, lost.row);
  return { key: lost.key, head: lost.row, at, personName };
}

/** The chain's key; null when the head was written by somebody who has not got it. */
export function openHead(
  box: SecretBox,
  organizationId: string,
  stored: StoredHead,
): string | null {
  try {
    const key = box.open(placeOf(organizationId), stored.keySealed);
    return isSealed(key, organizationId, stored, stored.seal) ? key : null;
  } catch {
    // The box tells by throwing that the text is not what it sealed.
    return null;
  }
}

async function beginChain(tx: OrganizationTransaction, box: SecretBox): Promise<void> {
  const { row } = await makeHead(tx, box);
  await insertHead(tx, row);
}

async function makeHead(tx: OrganizationTransaction, box: SecretBox, origin?: ChainHead['origin']) {
  const { organizationId } = tx.scope;
  const { isNew, last, isOld } = await findBeginning(tx);
  const head: ChainHead = {
    origin: origin ?? originOf(isNew, last, isOld),
    unhashed: last,
    anchorSeq: 0,
    anchorHash: '',
    seq: last,
    hash: '',
  };
  const key = randomToken();
  const keySealed = box.seal(placeOf(organizationId), key);
  return { key, row: { ...head, keySealed, seal: sealHead(key, organizationId, head) } };
}

/** A log that had lines with hashes, or should have had some, has lost its head. */
function originOf(isNew: boolean, last: number, isOld: boolean): ChainHead['origin'] {
  if (last === 0) return isNew ? 'created' : 'lost';
  return isOld ? 'upgraded' : 'lost';
}

function placeOf(organizationId: string): SecretPlace {
  return { table: 'audit_heads', column: 'key_sealed', organizationId, rowId: organizationId };
}
