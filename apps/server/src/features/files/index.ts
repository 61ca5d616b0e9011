/** Files that people upload: logos, banners, documents. */
export * as fileOperations from './operations.ts';
export type { FileParts } from './parts.ts';
export { mountFiles, registerFileJobs } from './routes.ts';
