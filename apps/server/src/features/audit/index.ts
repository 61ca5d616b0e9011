/** The audit log: who did what, when, in a chain that shows what was changed past the program. */
export { createAuditedDatabase } from './audited-database.ts';
export { eraseFromAudit } from './erase-from-audit.ts';
export * as auditOperations from './operations.ts';
export { pruneAudit } from './prune-audit.ts';
export { recordAudit } from './record-audit.ts';
export { createRefusalRecorder } from './record-refusal.ts';
export { mountAudit } from './routes.ts';
export { verifyAudit } from './verify-audit.ts';
