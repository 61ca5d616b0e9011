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
export { mountPeople } from './mount-people.ts';
export * as identityOperations from './operations.ts';
export { organizationsDeletedBefore } from './organization/store.ts';
export { findPersonName } from './people/store.ts';
export * as peopleOperations from './people-operations.ts';
export { listPeopleWho, type NotifiedPerson, organizationName } from './people-who.ts';
export { permissionsOf } from './policy.ts';
export { revokePortalAccess } from './portal-users/revoke-portal-access.ts';
export { registerIdentityJobs } from './register-jobs.ts';
export { hasSecondFactor, requireSso, ssoIsRequired } from './require-sso.ts';
export { mountIdentity } from './routes.ts';
export { startPinnedSession } from './start-pinned-session.ts';
export {
  deleteEverySession,
  deleteMembership,
  deleteSessionsIn,
  deleteUser,
  findOrganizationBySlug,
  lockOwners,
} from './store.ts';
export type { TellPeople } from './tell-people.ts';
