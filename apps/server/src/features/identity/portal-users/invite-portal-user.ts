import { randomToken, sha256 } from '../../../kernel/crypto/tokens.ts';
import type { OrganizationTransaction } from '../../../kernel/db/database.ts';
import type { OrganizationScope } from '../../../kernel/db/scope.ts';
import { notFound, Problem } from '../../../kernel/http/problem.ts';
import { newId } from '../../../kernel/ids.ts';
import { recordAudit } from '../../audit/index.ts';
import { type Contact, findContact } from '../../contacts/index.ts';
import { queueMail } from '../../mail/index.ts';
import { ensureUserWithoutCredentials } from '../claim-address.ts';
import { type InvitationParts, invitationEnd, invitationUrl } from '../invitations/parts.ts';
import { readOrganizationName } from '../invitations/store.ts';
import { isMember, lockPeople } from '../store.ts';
import {
  findLinkOf,
  findLinkWithContact,
  type LinkWithContact,
  writeInvitedLink,
} from './store.ts';

/**
 * Gives a contact a link into the portal in state `invited`, and mails them the way to accept it. A
 * user is made, without credentials, only where the address has none.
 * @throws Problem not_found, duplicate
 */
export async function invitePortalUser(
  parts: InvitationParts,
  scope: OrganizationScope,
  asked: { contactId: string; baseUrl: string; requestId: string },
): Promise<LinkWithContact> {
  const { database } = parts;
  const contact = await database.withOrganization(scope, (tx) => getContact(tx, asked.contactId));
  const name = `${contact.firstName} ${contact.lastName}`.trim();
  const userId = await database.withIdentity((tx) =>
    ensureUserWithoutCredentials(tx, { email: contact.email, name }),
  );
  return database.withOrganization(scope, async (tx) => {
    await lockPeople(tx);
    const now = await getContact(tx, contact.id);
    if (now.email !== contact.email) throw notFound('Contact');
    await requireNoAccess(tx, userId);
    const token = randomToken();
    await writeInvitedLink(tx, {
      id: newId(),
      userId,
      partnerId: now.partnerId,
      contactId: now.id,
      invitationHash: sha256(token),
      expiresAt: invitationEnd(parts.clock),
    });
    return send(parts, tx, { userId, name, token, ...asked });
  });
}

async function send(
  parts: InvitationParts,
  tx: OrganizationTransaction,
  sent: { userId: string; name: string; token: string; baseUrl: string; requestId: string },
): Promise<LinkWithContact> {
  const written = await findLinkOf(tx, sent.userId);
  const link = written && (await findLinkWithContact(tx, written.id));
  if (!link) throw new Error('A portal link that was just written is gone.');
  const organization = await readOrganizationName(tx);
  await queueMail(tx, parts.mailQueue, {
    to: link.email,
    template: 'people.portal-invitation',
    values: {
      name: sent.name,
      organization: organization.name,
      partner: link.partner_name,
      url: invitationUrl(sent.baseUrl, sent.token),
    },
    organizationId: organization.id,
  });
  await recordAudit(tx, {
    action: 'portal_user.invited',
    target: { type: 'portal_link', id: link.id },
    details: { contactId: link.contact_id, partnerId: link.partner_id },
    requestId: sent.requestId,
  });
  return link;
}

async function getContact(tx: OrganizationTransaction, contactId: string): Promise<Contact> {
  const contact = await findContact(tx, contactId);
  if (!contact) throw notFound('Contact');
  return contact;
}

async function requireNoAccess(tx: OrganizationTransaction, userId: string): Promise<void> {
  if (await isMember(tx, userId)) {
    throw new Problem('duplicate', 'A member cannot be a portal user of the same organization.');
  }
  const link = await findLinkOf(tx, userId);
  if (link?.state === 'active') {
    throw new Problem('duplicate', 'This person has portal access already.');
  }
}
