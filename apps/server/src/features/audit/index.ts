/** The audit log: who did what, when. */

export { eraseFromAudit } from './erase-from-audit.ts';
export * as auditOperations from './operations.ts';
export { pruneAudit } from './prune-audit.ts';
export { recordAudit } from './record-audit.ts';
export { mountAudit } from './routes.ts';
