import type { PortalUser } from '@partneros/contract/people';
import { pageOf, readCursor } from '../../../kernel/http/cursor.ts';
import { notFound } from '../../../kernel/http/problem.ts';
import type { Routes } from '../../../kernel/http/routes.ts';
import type { InvitationParts } from '../invitations/parts.ts';
import { invitePortalUser } from './invite-portal-user.ts';
import * as operations from './operations.ts';
import { revokePortalAccess } from './revoke-portal-access.ts';
import { findLinkWithContact, type LinkWithContact, listLinks } from './store.ts';

export function mountPortalUsers(routes: Routes, parts: InvitationParts): void {
  const { database, clock } = parts;

  routes.organization(operations.listPortalUsers, async ({ caller, query }) => {
    const { cursor, limit, ...filter } = query;
    const after = readCursor(cursor);
    const found = await database.withOrganization(caller.membership.scope, (tx) =>
      listLinks(tx, filter, { after, limit }),
    );
    const { rows, nextCursor } = pageOf(found, limit);
    const now = clock.now();
    return { portalUsers: rows.map((row) => presentPortalUser(row, now)), nextCursor };
  });

  routes.organization(operations.invitePortalUser, async ({ caller, body, baseUrl, requestId }) => {
    const asked = { contactId: body.contactId, baseUrl, requestId };
    const link = await invitePortalUser(parts, caller.membership.scope, asked);
    return { portalUser: presentPortalUser(link, clock.now()) };
  });

  routes.organization(operations.revokePortalUser, async ({ caller, params, requestId }) => {
    const { linkId } = params;
    await database.withOrganization(caller.membership.scope, async (tx) => {
      if (!(await findLinkWithContact(tx, linkId))) throw notFound('Portal user');
      await revokePortalAccess(tx, { linkId }, 'revoked', requestId);
    });
    return { success: true };
  });
}

function presentPortalUser(row: LinkWithContact, now: Date): PortalUser {
  const expired = row.state === 'invited' && row.expires_at !== null && row.expires_at <= now;
  return {
    id: row.id,
    state: expired ? 'expired' : row.state,
    name: `${row.first_name} ${row.last_name}`.trim(),
    email: row.email,
    contactId: row.contact_id,
    partner: { id: row.partner_id, name: row.partner_name },
    expiresAt: row.expires_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}
