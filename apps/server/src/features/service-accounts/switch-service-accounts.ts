import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { recordAudit } from '../audit/index.ts';
import { setServiceAccountsEnabled } from './store.ts';

/** Lets programs in, or keeps every one of them out; their accounts stay. */
export async function switchServiceAccounts(
  tx: OrganizationTransaction,
  enabled: boolean,
  requestId: string,
): Promise<void> {
  if (!(await setServiceAccountsEnabled(tx, enabled))) return;
  await recordAudit(tx, {
    action: enabled ? 'service_accounts.switched_on' : 'service_accounts.switched_off',
    target: { type: 'organization', id: tx.scope.organizationId },
    requestId,
  });
}
