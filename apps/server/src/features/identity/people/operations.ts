/** The operations of an organization's members. */
import { success } from '@partneros/contract/common';
import { oneOrganization } from '@partneros/contract/organization';
import {
  changeMemberBody,
  memberAnswer,
  memberList,
  memberQuery,
  oneMember,
} from '@partneros/contract/people';
import type { Operation } from '../../../kernel/http/routes.ts';

const tag = 'Administration';

export const listMembers = {
  method: 'get',
  path: '/api/members',
  id: 'listMembers',
  summary: 'Who belongs to the organization, longest first',
  tag,
  access: 'member.read',
  limit: 'read',
  query: memberQuery,
  answer: { kind: 'json', schema: memberList },
} as const satisfies Operation;

export const changeMember = {
  method: 'patch',
  path: '/api/members/{memberId}',
  id: 'changeMember',
  summary: 'Give a member another role',
  description:
    'Only an Owner makes or unmakes an Owner, the last Owner stays one, and nobody hands out or takes away a role that allows more than their own.',
  tag,
  access: 'member.update',
  limit: 'write',
  freshIdentity: true,
  versioned: true,
  params: oneMember,
  body: changeMemberBody,
  answer: { kind: 'json', schema: memberAnswer },
  errors: ['prerequisite_missing'],
} as const satisfies Operation;

export const removeMember = {
  method: 'delete',
  path: '/api/members/{memberId}',
  id: 'removeMember',
  summary: 'Remove a member; their sessions lose access at once',
  tag,
  access: 'member.remove',
  limit: 'write',
  params: oneMember,
  answer: { kind: 'json', schema: success },
  errors: ['prerequisite_missing'],
} as const satisfies Operation;

export const leaveOrganization = {
  method: 'post',
  path: '/api/organizations/{organizationId}/leave',
  id: 'leaveOrganization',
  summary: 'Leave an organization that one is a member of; its last Owner cannot',
  tag,
  access: 'signed_in',
  limit: 'write',
  params: oneOrganization,
  answer: { kind: 'json', schema: success },
  errors: ['prerequisite_missing'],
} as const satisfies Operation;
