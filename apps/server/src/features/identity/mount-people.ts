import type { Routes } from '../../kernel/http/routes.ts';
import type { InvitationParts } from './invitations/parts.ts';
import { mountInvitations } from './invitations/routes.ts';
import { mountOrganization } from './organization/routes.ts';
import { mountMembers } from './people/routes.ts';
import { mountPortalUsers } from './portal-users/routes.ts';
import { mountRoles } from './roles/routes.ts';

/** Organizations, members, invitations, roles and portal users. */
export function mountPeople(routes: Routes, parts: InvitationParts): void {
  mountOrganization(routes, parts);
  mountMembers(routes, parts);
  mountInvitations(routes, parts);
  mountRoles(routes, parts);
  mountPortalUsers(routes, parts);
}
