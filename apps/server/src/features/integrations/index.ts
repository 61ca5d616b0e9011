/** Connections to CRMs, their schemas and what changes in them. */
export type { CrmDefaults } from './clients.ts';
export { forgetGrants } from './forget-grants.ts';
export { discoverAlso, requireConnection } from './object-types.ts';
export * as integrationOperations from './operations.ts';
export type { IntegrationParts, MappedFields } from './parts.ts';
export { findObjectSchema } from './read-schema.ts';
export { registerIntegrationJobs } from './register-jobs.ts';
export { mountIntegrations } from './routes.ts';
