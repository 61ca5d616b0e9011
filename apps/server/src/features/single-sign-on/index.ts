/** Single sign-on: proven domains, identity providers, and signing in with them. */
export * as singleSignOnOperations from './operations.ts';
export { mountSingleSignOn } from './routes.ts';
