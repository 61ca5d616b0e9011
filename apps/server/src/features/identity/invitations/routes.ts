import type { Invitation } from '@partneros/contract/people';
import { pageOf, readCursor } from '../../../kernel/http/cursor.ts';
import type { Routes } from '../../../kernel/http/routes.ts';
import { findPerson } from '../person.ts';
import { acceptAsNew, lookUpInvitation } from './accept-as-new.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { createInvitation, offeredRoleName, resendInvitation, revokeInvitation } from './invite.ts';
import * as operations from './operations.ts';
import type { InvitationParts } from './parts.ts';
import { type InvitationRow, listInvitations } from './store.ts';

export function mountInvitations(routes: Routes, parts: InvitationParts): void {
  const { database, clock } = parts;
  const present = (row: InvitationRow) => presentInvitation(row, clock.now());

  routes.organization(operations.listInvitations, async ({ caller, query }) => {
    const after = readCursor(query.cursor);
    const found = await database.withOrganization(caller.membership.scope, (tx) =>
      listInvitations(tx, query.state, { after, limit: query.limit }),
    );
    const { rows, nextCursor } = pageOf(found, query.limit);
    return { invitations: rows.map(present), nextCursor };
  });

  routes.organization(operations.createInvitation, async ({ caller, body, baseUrl, requestId }) => {
    const asked = { membership: caller.membership, baseUrl, requestId };
    return { invitation: present(await createInvitation(parts, asked, body)) };
  });

  routes.organization(
    operations.resendInvitation,
    async ({ caller, params, baseUrl, requestId }) => {
      const asked = { membership: caller.membership, baseUrl, requestId };
      return { invitation: present(await resendInvitation(parts, asked, params.invitationId)) };
    },
  );

  routes.organization(operations.revokeInvitation, async ({ caller, params, requestId }) => {
    const asked = { membership: caller.membership, requestId };
    await revokeInvitation(parts, asked, params.invitationId);
    return { success: true };
  });

  mountAccepting(routes, parts);
}

function mountAccepting(routes: Routes, parts: InvitationParts): void {
  routes.public(operations.lookUpInvitation, async ({ body }) => ({
    invitation: await lookUpInvitation(parts, body.token),
  }));

  routes.signedIn(operations.acceptInvitation, async ({ caller, body, requestId }) => {
    const person = await findPerson(parts.database, caller);
    return { organization: await acceptInvitation(parts, person, body.token, requestId) };
  });

  routes.public(
    operations.acceptInvitationAsNew,
    async ({ body, headers, requestId, answerHeaders }) => {
      const userAgent = headers.get('user-agent')?.slice(0, 300) ?? null;
      const { user, organization, setCookie } = await acceptAsNew(
        parts,
        { ...body, userAgent },
        requestId,
      );
      answerHeaders.append('set-cookie', setCookie);
      return { user, organization };
    },
  );
}

function presentInvitation(row: InvitationRow, now: Date): Invitation {
  const { id, email, role, roleId, state, expiresAt } = row;
  return {
    id,
    email,
    role,
    roleId,
    roleName: offeredRoleName(row),
    state: state === 'pending' && expiresAt <= now ? 'expired' : state,
    expiresAt: expiresAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}
