import type { OrganizationTransaction } from '../../../kernel/db/database.ts';
import { notFound, Problem } from '../../../kernel/http/problem.ts';
import { recordAudit } from '../../audit/index.ts';
import { readOrganizationName } from '../invitations/store.ts';
import { isMember, lockPeople } from '../store.ts';
import { consumeLink, findLinkWithContact } from './store.ts';

/**
 * Makes an invited link active for the person it was made for. Their active organization stays what
 * it is.
 */
export async function activateLink(
  tx: OrganizationTransaction,
  accepted: {
    linkId: string;
    tokenHash: string;
    person: { userId: string; email: string };
    requestId: string;
  },
): Promise<{ id: string; name: string; slug: string }> {
  const { linkId, tokenHash, person, requestId } = accepted;
  await lockPeople(tx);
  const link = await consumeLink(tx, linkId, tokenHash);
  const contact = link && (await findLinkWithContact(tx, linkId));
  if (!link || !contact) throw notFound('Invitation');
  if (link.userId !== person.userId || contact.email !== person.email) {
    throw new Problem(
      'forbidden',
      'This invitation is for another address: sign in with that one.',
    );
  }
  if (await isMember(tx, person.userId)) {
    throw new Problem('duplicate', 'A member cannot be a portal user of the same organization.');
  }
  await recordAudit(tx, {
    action: 'portal_user.joined',
    target: { type: 'user', id: person.userId },
    details: { partnerId: link.partnerId, contactId: link.contactId },
    requestId,
  });
  return readOrganizationName(tx);
}
