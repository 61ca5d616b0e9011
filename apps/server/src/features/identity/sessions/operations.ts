import { sessionList, sessionParams } from '@partneros/contract/accounts';
import { listQuery, success } from '@partneros/contract/common';
import type { Operation } from '../../../kernel/http/routes.ts';

const tag = 'Account';

export const listSessions = {
  method: 'get',
  path: '/api/auth/sessions',
  id: 'listSessions',
  summary: 'Where you are signed in, newest first',
  tag,
  access: 'signed_in',
  limit: 'read',
  query: listQuery,
  answer: { kind: 'json', schema: sessionList },
} as const satisfies Operation;

export const endSession = {
  method: 'post',
  path: '/api/auth/sessions/{sessionId}/end',
  id: 'endSession',
  summary: 'End one of your sessions',
  tag,
  access: 'signed_in',
  limit: 'write',
  params: sessionParams,
  answer: { kind: 'json', schema: success },
} as const satisfies Operation;

export const endOtherSessions = {
  method: 'post',
  path: '/api/auth/sessions/end-others',
  id: 'endOtherSessions',
  summary: 'End all your sessions except this one',
  tag,
  access: 'signed_in',
  limit: 'write',
  answer: { kind: 'json', schema: success },
} as const satisfies Operation;
