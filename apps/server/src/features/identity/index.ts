/** Users, organizations, members and sessions. */
export { createIdentity, type Identity } from './create-identity.ts';
export {
  addMember,
  addPortalUser,
  createOrganization,
  ensureUser,
  type MemberRole,
} from './create-organization.ts';
export { memberMay } from './member-may.ts';
export * as identityOperations from './operations.ts';
export { mountIdentity } from './routes.ts';
export {
  deleteEverySession,
  deleteMembership,
  deleteSessionsIn,
  deleteUser,
  findOrganizationBySlug,
  lockOwners,
} from './store.ts';
