/** How long what is kept. */
export { registerRetentionJobs } from './apply-retention.ts';
export * as retentionOperations from './operations.ts';
export { mountRetention } from './routes.ts';
