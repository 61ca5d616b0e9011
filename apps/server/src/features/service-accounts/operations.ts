/** The operations of service accounts. A program manages none of them. */
import { id, listQuery, success } from '@partneros/contract/common';
import {
  createServiceAccountBody,
  rotateTokenBody,
  serviceAccountList,
  serviceAccountSettings,
  serviceAccountSettingsBody,
  serviceAccountWithToken,
} from '@partneros/contract/service-accounts';
import { z } from 'zod';
import type { Operation } from '../../kernel/http/routes.ts';

const tag = 'Service accounts';
const oneAccount = z.strictObject({ serviceAccountId: id });

export const getServiceAccountSettings = {
  method: 'get',
  path: '/api/service-account-settings',
  id: 'getServiceAccountSettings',
  summary: 'Whether the organization lets service accounts in',
  tag,
  access: 'security.read',
  limit: 'read',
  answer: { kind: 'json', schema: serviceAccountSettings },
} as const satisfies Operation;

export const putServiceAccountSettings = {
  method: 'put',
  path: '/api/service-account-settings',
  id: 'putServiceAccountSettings',
  summary: 'Let service accounts in, or none of them',
  tag,
  access: 'security.write',
  limit: 'write',
  body: serviceAccountSettingsBody,
  answer: { kind: 'json', schema: serviceAccountSettings },
  freshIdentity: true,
} as const satisfies Operation;

export const listServiceAccounts = {
  method: 'get',
  path: '/api/service-accounts',
  id: 'listServiceAccounts',
  summary: 'The organization’s service accounts, newest first',
  tag,
  access: 'service_account.read',
  limit: 'read',
  query: listQuery,
  answer: { kind: 'json', schema: serviceAccountList },
} as const satisfies Operation;

export const createServiceAccount = {
  method: 'post',
  path: '/api/service-accounts',
  id: 'createServiceAccount',
  summary: 'Make a service account and its token',
  description:
    'It may do at most what its maker may do. The token is in this answer and nowhere else; send it as `Authorization: Bearer pos_…`, without a cookie.',
  tag,
  access: 'service_account.write',
  limit: 'write',
  body: createServiceAccountBody,
  answer: { kind: 'json', schema: serviceAccountWithToken },
  errors: ['prerequisite_missing', 'duplicate'],
  freshIdentity: true,
  idempotent: true,
} as const satisfies Operation;

export const rotateServiceAccountToken = {
  method: 'post',
  path: '/api/service-accounts/{serviceAccountId}/tokens',
  id: 'rotateServiceAccountToken',
  summary: 'Give a service account a new token; the one before ends at once',
  tag,
  access: 'service_account.write',
  limit: 'write',
  params: oneAccount,
  body: rotateTokenBody,
  answer: { kind: 'json', schema: serviceAccountWithToken },
  errors: ['prerequisite_missing'],
  freshIdentity: true,
  idempotent: true,
} as const satisfies Operation;

export const deleteServiceAccount = {
  method: 'delete',
  path: '/api/service-accounts/{serviceAccountId}',
  id: 'deleteServiceAccount',
  summary: 'Revoke a service account; its token ends at once',
  description: 'Needs no fresh proof of identity: a token that has leaked is stopped first.',
  tag,
  access: 'service_account.write',
  limit: 'write',
  params: oneAccount,
  answer: { kind: 'json', schema: success },
  personOnly: true,
} as const satisfies Operation;
