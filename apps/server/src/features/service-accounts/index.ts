/** Programs that act in an organization with a bearer token. */
export { createFindService, type FindService } from './find-service.ts';
export * as serviceAccountOperations from './operations.ts';
export { mountServiceAccounts } from './routes.ts';
