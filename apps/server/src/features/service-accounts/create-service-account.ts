import type {
  createServiceAccountBody,
  ServiceAccount,
} from '@partneros/contract/service-accounts';
import type { z } from 'zod';
import { sha256 } from '../../kernel/crypto/tokens.ts';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import type { OrganizationCaller } from '../../kernel/http/caller.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { newId } from '../../kernel/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { findPersonName } from '../identity/index.ts';
import type { Notify } from '../notifications/index.ts';
import { presentServiceAccount } from './present.ts';
import { requireEnabled } from './require-enabled.ts';
import { insertServiceAccount } from './store.ts';
import { makeToken } from './token.ts';

export interface CreateServiceAccount {
  caller: OrganizationCaller;
  wish: z.infer<typeof createServiceAccountBody>;
  now: Date;
  requestId: string;
  notify: Notify;
}

/**
 * Makes a program's account with its first token; that its maker holds the permissions is checked.
 * @throws Problem prerequisite_missing, duplicate
 */
export async function createServiceAccount(
  tx: OrganizationTransaction,
  { caller, wish, now, requestId, notify }: CreateServiceAccount,
): Promise<{ serviceAccount: ServiceAccount; token: string }> {
  await requireEnabled(tx);
  const token = makeToken();
  const made = await insertServiceAccount(tx, {
    id: newId(),
    name: wish.name,
    permissions: wish.permissions,
    tokenHash: sha256(token),
    tokenMadeAt: now,
    expiresAt: expiryOf(now, wish.expiresInDays),
    createdBy: await findPersonName(tx, caller.userId),
    createdAt: now,
  });
  if (!made) throw new Problem('duplicate', 'There is a service account of that name.');
  await recordAudit(tx, {
    action: 'service_account.created',
    target: { type: 'service_account', id: made.id },
    details: {
      name: made.name,
      permissions: made.permissions.join(' '),
      expiresAt: made.expiresAt.toISOString(),
    },
    requestId,
  });
  await notify(tx, {
    kind: 'service_account_created',
    details: { name: made.name, by: made.createdBy },
    path: '/settings/service-accounts',
  });
  return { serviceAccount: presentServiceAccount(made), token };
}

/** A token's last moment. */
export function expiryOf(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 24 * 3600_000);
}
