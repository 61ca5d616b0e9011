import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { notFound } from '../../kernel/http/problem.ts';
import { recordAudit } from '../audit/index.ts';
import { removeServiceAccount } from './store.ts';

/**
 * Ends a service account and its token.
 * @throws Problem not_found
 */
export async function deleteServiceAccount(
  tx: OrganizationTransaction,
  serviceAccountId: string,
  requestId: string,
): Promise<void> {
  const name = await removeServiceAccount(tx, serviceAccountId);
  if (name === null) throw notFound('Service account');
  await recordAudit(tx, {
    action: 'service_account.revoked',
    target: { type: 'service_account', id: serviceAccountId },
    details: { name },
    requestId,
  });
}
