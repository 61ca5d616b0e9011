import { auditList } from '@partneros/contract/audit';
import { listQuery } from '@partneros/contract/common';
import type { Operation } from '../../kernel/http/routes.ts';

export const listAuditLog = {
  method: 'get',
  path: '/api/audit-log',
  id: 'listAuditLog',
  summary: 'Who did what, newest first',
  tag: 'Administration',
  access: 'audit.read',
  limit: 'read',
  query: listQuery,
  answer: { kind: 'json', schema: auditList },
} as const satisfies Operation;
