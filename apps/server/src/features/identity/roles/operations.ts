/** The operations of permissions and of the organization's own roles. */
import { listQuery, success } from '@partneros/contract/common';
import {
  createRoleBody,
  oneRole,
  permissionsAnswer,
  roleAnswer,
  roleList,
  updateRoleBody,
} from '@partneros/contract/roles';
import type { Operation } from '../../../kernel/http/routes.ts';

const tag = 'Administration';

export const listPermissions = {
  method: 'get',
  path: '/api/permissions',
  id: 'listPermissions',
  summary: 'Every permission, what each built-in role holds, and templates for roles',
  tag,
  access: 'role.read',
  limit: 'read',
  answer: { kind: 'json', schema: permissionsAnswer },
} as const satisfies Operation;

export const listRoles = {
  method: 'get',
  path: '/api/roles',
  id: 'listRoles',
  summary: 'The organization’s own roles, oldest first',
  tag,
  access: 'role.read',
  limit: 'read',
  query: listQuery,
  answer: { kind: 'json', schema: roleList },
} as const satisfies Operation;

export const createRole = {
  method: 'post',
  path: '/api/roles',
  id: 'createRole',
  summary: 'Make a role',
  description: 'Nobody grants a permission that they lack, nor further than they hold it.',
  tag,
  access: 'role.write',
  limit: 'write',
  freshIdentity: true,
  body: createRoleBody,
  answer: { kind: 'json', schema: roleAnswer },
  errors: ['duplicate'],
} as const satisfies Operation;

export const getRole = {
  method: 'get',
  path: '/api/roles/{roleId}',
  id: 'getRole',
  summary: 'One of the organization’s own roles',
  tag,
  access: 'role.read',
  limit: 'read',
  params: oneRole,
  answer: { kind: 'json', schema: roleAnswer },
} as const satisfies Operation;

export const updateRole = {
  method: 'patch',
  path: '/api/roles/{roleId}',
  id: 'updateRole',
  summary: 'Change a role; its members feel it at their next request',
  description: 'Nobody changes a role that allows more than they hold themselves.',
  tag,
  access: 'role.write',
  limit: 'write',
  freshIdentity: true,
  versioned: true,
  params: oneRole,
  body: updateRoleBody,
  answer: { kind: 'json', schema: roleAnswer },
  errors: ['duplicate'],
} as const satisfies Operation;

export const deleteRole = {
  method: 'delete',
  path: '/api/roles/{roleId}',
  id: 'deleteRole',
  summary: 'Delete a role that nobody holds or is invited to',
  tag,
  access: 'role.write',
  limit: 'write',
  freshIdentity: true,
  params: oneRole,
  answer: { kind: 'json', schema: success },
  errors: ['prerequisite_missing'],
} as const satisfies Operation;
