/** The operations of inviting people, and of accepting what one was invited to. */
import { success } from '@partneros/contract/common';
import {
  acceptAnswer,
  acceptNewAnswer,
  acceptNewBody,
  createInvitationBody,
  invitationAnswer,
  invitationList,
  invitationPreview,
  invitationQuery,
  invitationTokenBody,
  oneInvitation,
} from '@partneros/contract/people';
import type { Operation } from '../../../kernel/http/routes.ts';

const tag = 'Administration';
const signInTag = 'Sign-in';

export const listInvitations = {
  method: 'get',
  path: '/api/invitations',
  id: 'listInvitations',
  summary: 'Who was invited, newest first',
  tag,
  access: 'member.invite',
  limit: 'read',
  query: invitationQuery,
  answer: { kind: 'json', schema: invitationList },
} as const satisfies Operation;

export const createInvitation = {
  method: 'post',
  path: '/api/invitations',
  id: 'createInvitation',
  summary: 'Invite somebody by mail to become a member',
  description:
    'The link in the mail works once, for seven days. Nobody invites to a role that allows more than their own.',
  tag,
  access: 'member.invite',
  limit: 'write',
  freshIdentity: true,
  body: createInvitationBody,
  answer: { kind: 'json', schema: invitationAnswer },
  errors: ['duplicate'],
} as const satisfies Operation;

export const resendInvitation = {
  method: 'post',
  path: '/api/invitations/{invitationId}/resend',
  id: 'resendInvitation',
  summary: 'Send an invitation once more; the link sent before is dead',
  tag,
  access: 'member.invite',
  limit: 'write',
  freshIdentity: true,
  params: oneInvitation,
  answer: { kind: 'json', schema: invitationAnswer },
  errors: ['prerequisite_missing'],
} as const satisfies Operation;

export const revokeInvitation = {
  method: 'delete',
  path: '/api/invitations/{invitationId}',
  id: 'revokeInvitation',
  summary: 'Take an invitation back; its link is dead at once',
  tag,
  access: 'member.invite',
  limit: 'write',
  params: oneInvitation,
  answer: { kind: 'json', schema: success },
  errors: ['prerequisite_missing'],
} as const satisfies Operation;

export const lookUpInvitation = {
  method: 'post',
  path: '/api/auth/invitations/look-up',
  id: 'lookUpInvitation',
  summary: 'What the link of an invitation offers; nothing is used up',
  tag: signInTag,
  access: 'public',
  limit: 'public',
  body: invitationTokenBody,
  answer: { kind: 'json', schema: invitationPreview },
  errors: ['not_found'],
} as const satisfies Operation;

export const acceptInvitation = {
  method: 'post',
  path: '/api/auth/invitations/accept',
  id: 'acceptInvitation',
  summary: 'Accept an invitation, signed in with the address that was invited',
  description: 'The active organization of the session stays what it is.',
  tag: signInTag,
  access: 'signed_in',
  limit: 'write',
  body: invitationTokenBody,
  answer: { kind: 'json', schema: acceptAnswer },
  errors: ['not_found', 'forbidden', 'duplicate'],
} as const satisfies Operation;

export const acceptInvitationAsNew = {
  method: 'post',
  path: '/api/auth/invitations/accept-new',
  id: 'acceptInvitationAsNew',
  summary: 'Accept an invitation as somebody without an account, and be signed in',
  description:
    'The link proves the address. Whatever password, second factor or session was made for it before counts no more. Sets the cookie `session_token`.',
  tag: signInTag,
  access: 'public',
  limit: 'public',
  body: acceptNewBody,
  answer: { kind: 'json', schema: acceptNewAnswer },
  errors: ['not_found', 'duplicate'],
} as const satisfies Operation;
