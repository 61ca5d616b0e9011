/** The operations of an organization's settings. */
import { success } from '@partneros/contract/common';
import {
  createOrganizationAnswer,
  createOrganizationBody,
  oneOrganization,
  organizationAnswer,
  securityAnswer,
  updateOrganizationBody,
  updateSecurityBody,
} from '@partneros/contract/organization';
import type { Operation } from '../../../kernel/http/routes.ts';

const tag = 'Administration';

export const getOrganization = {
  method: 'get',
  path: '/api/organization',
  id: 'getOrganization',
  summary: 'Settings of the active organization',
  tag,
  access: 'organization.read',
  limit: 'read',
  answer: { kind: 'json', schema: organizationAnswer },
} as const satisfies Operation;

export const updateOrganization = {
  method: 'patch',
  path: '/api/organization',
  id: 'updateOrganization',
  summary: 'Change name, logo, industry or billing address',
  description: 'What the body leaves out stays. The slug never changes.',
  tag,
  access: 'organization.update',
  limit: 'write',
  versioned: true,
  body: updateOrganizationBody,
  answer: { kind: 'json', schema: organizationAnswer },
} as const satisfies Operation;

export const createOrganization = {
  method: 'post',
  path: '/api/organizations',
  id: 'createOrganization',
  summary: 'Make another organization, as its Owner',
  description: 'The active organization of the session stays what it is.',
  tag,
  access: 'signed_in',
  limit: 'write',
  body: createOrganizationBody,
  answer: { kind: 'json', schema: createOrganizationAnswer },
  errors: ['duplicate', 'forbidden'],
} as const satisfies Operation;

export const deleteOrganization = {
  method: 'delete',
  path: '/api/organizations/{organizationId}',
  id: 'deleteOrganization',
  summary: 'Delete an organization that one owns: nobody enters any more',
  description: 'What it holds is kept for thirty days, then removed.',
  tag,
  access: 'signed_in',
  limit: 'write',
  freshIdentity: true,
  params: oneOrganization,
  answer: { kind: 'json', schema: success },
  errors: ['forbidden'],
} as const satisfies Operation;

export const getSecurity = {
  method: 'get',
  path: '/api/organization/security',
  id: 'getSecurity',
  summary: 'Security settings of the active organization',
  tag,
  access: 'security.read',
  limit: 'read',
  answer: { kind: 'json', schema: securityAnswer },
} as const satisfies Operation;

export const updateSecurity = {
  method: 'patch',
  path: '/api/organization/security',
  id: 'updateSecurity',
  summary: 'Change the security settings',
  description: 'What the body leaves out stays. Shares its version with the other settings.',
  tag,
  access: 'security.write',
  limit: 'write',
  freshIdentity: true,
  versioned: true,
  body: updateSecurityBody,
  answer: { kind: 'json', schema: securityAnswer },
  errors: ['prerequisite_missing'],
} as const satisfies Operation;
