import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { recordAudit } from '../audit/index.ts';
import { withoutGrant } from './disconnect.ts';
import { listConnections, updateConnection } from './store.ts';

/**
 * Erases the grants of an organization without a word to the CRMs: in a copy they are the original's,
 * and revoking them would stop it. @returns how many there were
 */
export async function forgetGrants(tx: OrganizationTransaction): Promise<number> {
  const connected = (await listConnections(tx)).filter(({ status }) => status !== 'disconnected');
  for (const row of connected) {
    await updateConnection(tx, row.id, withoutGrant(row));
    await recordAudit(tx, {
      action: 'connection.disconnected',
      target: { type: 'connection', id: row.id },
      details: { platform: row.platform, accountId: row.accountId, reason: 'copy' },
    });
  }
  return connected.length;
}
