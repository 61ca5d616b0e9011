/** The operations of the audit log. */
import {
  auditExportBody,
  auditList,
  auditQuery,
  auditVerification,
} from '@partneros/contract/audit';
import type { Operation } from '../../kernel/http/routes.ts';

const tag = 'Administration';
/** Both read the whole log: as rare as moving files. */
const heavy = 'upload';

export const listAuditLog = {
  method: 'get',
  path: '/api/audit-log',
  id: 'listAuditLog',
  summary: 'Who did what, newest first',
  description: 'What was refused or failed is there as well, with that outcome.',
  tag,
  access: 'audit.read',
  limit: 'read',
  query: auditQuery,
  answer: { kind: 'json', schema: auditList },
} as const satisfies Operation;

export const verifyAuditLog = {
  method: 'get',
  path: '/api/audit-log/verify',
  id: 'verifyAuditLog',
  summary: 'Whether every line is as the program wrote it',
  tag,
  access: 'audit.read',
  limit: heavy,
  answer: { kind: 'json', schema: auditVerification },
} as const satisfies Operation;

export const exportAuditLog = {
  method: 'post',
  path: '/api/audit-log/export',
  id: 'exportAuditLog',
  summary: 'The audit log as a file',
  tag,
  access: 'audit.export',
  limit: heavy,
  body: auditExportBody,
  bodyOptional: true,
  answer: { kind: 'file', media: ['text/csv', 'application/x-ndjson'] },
  freshIdentity: true,
} as const satisfies Operation;
