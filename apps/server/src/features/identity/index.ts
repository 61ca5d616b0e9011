/** Users, organizations, members and sessions. */

export {
  type AssertedUser,
  addAssertedMember,
  ensureProvenUser,
  findAssertedUser,
  type Standing,
  standingIn,
} from './admit-asserted.ts';
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
export { permissionsOf } from './policy.ts';
export { hasSecondFactor, requireSso, ssoIsRequired } from './require-sso.ts';
export { mountIdentity } from './routes.ts';
export { startPinnedSession } from './start-pinned-session.ts';
export { findOrganizationBySlug } from './store.ts';
