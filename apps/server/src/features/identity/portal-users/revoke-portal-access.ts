import type { OrganizationTransaction } from '../../../kernel/db/database.ts';
import { recordAudit } from '../../audit/index.ts';
import { releaseSessions } from '../store.ts';
import { revokeLinks } from './store.ts';

/** Why access ends; stands in the audit log. */
export type RevokeReason = 'revoked' | 'contact_archived' | 'partner_archived' | 'address_changed';

/**
 * Takes portal access back in the caller's transaction: of one link, of a contact (archived, or with
 * another address from now on), or of everybody at a partner (archived). Open invitations are dead
 * and sessions lose access with it. Doing it again changes nothing.
 * @returns how many links were revoked
 */
export async function revokePortalAccess(
  tx: OrganizationTransaction,
  whose: { linkId: string } | { contactId: string } | { partnerId: string },
  reason: RevokeReason,
  requestId: string | null,
): Promise<number> {
  const revoked = await revokeLinks(tx, whose);
  for (const link of revoked) {
    await releaseSessions(tx, link.userId);
    await recordAudit(tx, {
      action: 'portal_user.revoked',
      target: { type: 'portal_link', id: link.id },
      details: { reason, contactId: link.contactId, partnerId: link.partnerId },
      requestId,
    });
  }
  return revoked.length;
}
