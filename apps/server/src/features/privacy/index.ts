/** A person's right to see and to be erased. */
export * as privacyOperations from './operations.ts';
export { registerPrivacyJobs } from './register-jobs.ts';
export { mountPrivacy } from './routes.ts';
export { isSuppressed } from './subject.ts';
