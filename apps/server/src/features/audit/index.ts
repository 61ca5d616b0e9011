/** The audit log: who did what, when. */

export * as auditOperations from './operations.ts';
export { recordAudit } from './record-audit.ts';
export { mountAudit } from './routes.ts';
