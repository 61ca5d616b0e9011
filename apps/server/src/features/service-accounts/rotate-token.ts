import type { ServiceAccount } from '@partneros/contract/service-accounts';
import { sha256 } from '../../kernel/crypto/tokens.ts';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import type { OrganizationCaller } from '../../kernel/http/caller.ts';
import { notFound } from '../../kernel/http/problem.ts';
import { recordAudit } from '../audit/index.ts';
import { expiryOf } from './create-service-account.ts';
import { presentServiceAccount } from './present.ts';
import { requireEnabled } from './require-enabled.ts';
import { requireHeld } from './rules.ts';
import { findServiceAccount, replaceToken } from './store.ts';
import { makeToken } from './token.ts';

export interface RotateToken {
  caller: OrganizationCaller;
  serviceAccountId: string;
  expiresInDays: number;
  now: Date;
  requestId: string;
}

/**
 * Whoever is shown a token holds what it allows: an account that may do more than the caller is not
 * theirs to take over.
 * @throws Problem not_found, forbidden
 */
export async function requireRotatable(
  tx: OrganizationTransaction,
  { caller, serviceAccountId }: Pick<RotateToken, 'caller' | 'serviceAccountId'>,
): Promise<void> {
  const account = await findServiceAccount(tx, serviceAccountId);
  if (!account) throw notFound('Service account');
  requireHeld(caller.membership, account.permissions);
}

/**
 * Puts a new token in the place of the one before, which ends with it.
 * @throws Problem not_found, prerequisite_missing
 */
export async function rotateToken(
  tx: OrganizationTransaction,
  { serviceAccountId, expiresInDays, now, requestId }: RotateToken,
): Promise<{ serviceAccount: ServiceAccount; token: string }> {
  await requireEnabled(tx);
  const token = makeToken();
  const changed = await replaceToken(tx, serviceAccountId, {
    tokenHash: sha256(token),
    tokenMadeAt: now,
    expiresAt: expiryOf(now, expiresInDays),
  });
  if (!changed) throw notFound('Service account');
  await recordAudit(tx, {
    action: 'service_account.token_rotated',
    target: { type: 'service_account', id: serviceAccountId },
    details: { expiresAt: changed.expiresAt.toISOString() },
    requestId,
  });
  return { serviceAccount: presentServiceAccount(changed), token };
}
