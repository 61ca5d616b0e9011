/** The operations of portal users: contacts of partners with access to the portal. */
import { success } from '@partneros/contract/common';
import {
  invitePortalUserBody,
  onePortalLink,
  portalUserAnswer,
  portalUserList,
  portalUserQuery,
} from '@partneros/contract/people';
import type { Operation } from '../../../kernel/http/routes.ts';

const tag = 'Administration';

export const listPortalUsers = {
  method: 'get',
  path: '/api/portal-users',
  id: 'listPortalUsers',
  summary: 'Which contacts have access to the portal, or are invited to it',
  tag,
  access: 'portal_user.read',
  limit: 'read',
  query: portalUserQuery,
  answer: { kind: 'json', schema: portalUserList },
} as const satisfies Operation;

export const invitePortalUser = {
  method: 'post',
  path: '/api/portal-users',
  id: 'invitePortalUser',
  summary: 'Invite a contact to the portal by mail',
  description:
    'The link in the mail works once, for seven days. Inviting again sends another link; the one before is dead.',
  tag,
  access: 'portal_user.invite',
  limit: 'write',
  body: invitePortalUserBody,
  answer: { kind: 'json', schema: portalUserAnswer },
  errors: ['not_found', 'duplicate'],
} as const satisfies Operation;

export const revokePortalUser = {
  method: 'post',
  path: '/api/portal-users/{linkId}/revoke',
  id: 'revokePortalUser',
  summary: 'Take portal access back; sessions lose it at once',
  tag,
  access: 'portal_user.revoke',
  limit: 'write',
  params: onePortalLink,
  answer: { kind: 'json', schema: success },
} as const satisfies Operation;
