import { id, listQuery } from '@partneros/contract/common';
import {
  personExport,
  privacyBody,
  privacyRequestAnswer,
  privacyRequestList,
} from '@partneros/contract/privacy';
import { z } from 'zod';
import type { Operation } from '../../kernel/http/routes.ts';

const tag = 'Privacy';

export const listPrivacyRequests = {
  method: 'get',
  path: '/api/privacy/requests',
  id: 'listPrivacyRequests',
  summary: 'Requests to export or erase a person’s data, newest first',
  tag,
  access: 'privacy.export',
  limit: 'read',
  query: listQuery,
  answer: { kind: 'json', schema: privacyRequestList },
} as const satisfies Operation;

export const requestExport = {
  method: 'post',
  path: '/api/privacy/exports',
  id: 'requestExport',
  summary: 'Gather all that the organization holds about a person',
  description: 'The data can be fetched for seven days once the request is `done`.',
  tag,
  access: 'privacy.export',
  limit: 'write',
  body: privacyBody,
  answer: { kind: 'json', schema: privacyRequestAnswer, status: 202 },
  freshIdentity: true,
} as const satisfies Operation;

export const downloadExport = {
  method: 'get',
  path: '/api/privacy/exports/{requestId}/download',
  id: 'downloadExport',
  summary: 'The gathered data as a JSON file',
  tag,
  access: 'privacy.export',
  limit: 'read',
  params: z.strictObject({ requestId: id }),
  answer: { kind: 'json', schema: personExport },
  errors: ['prerequisite_missing'],
  freshIdentity: true,
} as const satisfies Operation;

export const requestErasure = {
  method: 'post',
  path: '/api/privacy/erasures',
  id: 'requestErasure',
  summary: 'Erase a person from the organization',
  description:
    'Data, history, unsent mail and the names in the audit log, within 24 hours. An account that belongs to other organizations too stays there. The person is left out of later imports.',
  tag,
  access: 'privacy.erase',
  limit: 'write',
  body: privacyBody,
  answer: { kind: 'json', schema: privacyRequestAnswer, status: 202 },
  errors: ['prerequisite_missing'],
  freshIdentity: true,
} as const satisfies Operation;
