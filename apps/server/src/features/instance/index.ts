/** The installation itself, as its users see it. */
export * as instanceOperations from './operations.ts';
export { mountInstance } from './routes.ts';
