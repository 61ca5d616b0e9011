/**
 * Who may do what, written down again from the specification and on purpose not read from the
 * product: the matrix holds the mounted operations against this. Whoever mounts an operation enters
 * it here, too; the matrix fails until they have.
 */

/** Owner, Admin, Member, Viewer, Partner (spec 10, and spec 09 for administration). */
export const holders: Readonly<Record<string, string>> = {
  'connection.read': 'OAMV',
  'schema.read': 'OAMV',
  'drift.read': 'OAMV',
  'mapping.read': 'OAMV',
  'schema.refresh': 'OAM',
  'mapping.suggest': 'OAM',
  'mapping.write': 'OA',
  'connection.connect': 'OA',
  'connection.disconnect': 'OA',
  'audit.read': 'OA',
  'audit.export': 'OA',
  'object_fields.read': 'OAMVP',
  'organization.read': 'OAMV',
  'organization.update': 'OA',
  'member.read': 'OAMV',
  'member.invite': 'OA',
  'member.update': 'OA',
  'member.remove': 'OA',
  'role.read': 'OAMV',
  'role.write': 'OA',
  'portal_user.read': 'OAM',
  'portal_user.invite': 'OA',
  'portal_user.revoke': 'OA',
  'security.read': 'OA',
  'security.write': 'O',
  'sso.read': 'OA',
  'sso.write': 'OA',
  'service_account.read': 'OA',
  'service_account.write': 'OA',
  'file.read': 'OAMVP',
  'file.upload': 'OAM',
  'privacy.export': 'OA',
  'privacy.erase': 'OA',
  'retention.read': 'OA',
  'retention.write': 'O',
};

/** Operations by what they need: anybody, a session, or a permission. */
export const operationsByAccess: Readonly<Record<string, readonly string[]>> = {
  public: [
    ...['signIn', 'verifyTwoFactor', 'signUp', 'proveAddress', 'forgotPassword', 'resetPassword'],
    ...['confirmEmail', 'lookUpInvitation', 'acceptInvitationAsNew', 'connectionCallback'],
    ...['startSso', 'completeOidc', 'receiveSamlAnswer', 'finishSaml', 'getSamlMetadata'],
  ],
  // A person's own account, sessions, notifications; where they go and what they found or leave.
  signed_in: [
    ...['signOut', 'getSession', 'setActiveOrganization', 'confirmIdentity', 'updateProfile'],
    ...['changePassword', 'changeEmail', 'listSessions', 'endSession', 'endOtherSessions'],
    ...[
      'getTwoFactor',
      'beginTwoFactor',
      'enableTwoFactor',
      'disableTwoFactor',
      'renewBackupCodes',
    ],
    ...['acceptInvitation', 'createOrganization', 'leaveOrganization', 'deleteOrganization'],
    ...['listNotifications', 'readNotification', 'readAllNotifications'],
    ...['getNotificationPreferences', 'putNotificationPreferences', 'followEvents', 'getInstance'],
  ],
  'connection.read': ['listConnections', 'getConnectionStatus'],
  'connection.connect': ['authorizeConnection', 'connectDirectly'],
  'connection.disconnect': ['disconnect'],
  'schema.read': ['getSchema', 'listCrmObjects', 'refreshSchemaProgress'],
  'schema.refresh': ['refreshSchema'],
  'drift.read': ['listDrift'],
  'mapping.read': ['listMappings', 'getMapping'],
  'mapping.suggest': ['suggestMapping'],
  'mapping.write': ['putMapping', 'confirmMapping'],
  'object_fields.read': ['listObjectFields'],
  'audit.read': ['listAuditLog', 'verifyAuditLog'],
  'audit.export': ['exportAuditLog'],
  'file.read': ['getFile', 'getFileContent'],
  'file.upload': ['uploadFile', 'deleteFile'],
  'organization.read': ['getOrganization'],
  'organization.update': ['updateOrganization'],
  'member.read': ['listMembers'],
  'member.invite': ['createInvitation', 'listInvitations', 'resendInvitation', 'revokeInvitation'],
  'member.update': ['changeMember'],
  'member.remove': ['removeMember'],
  'role.read': ['listPermissions', 'listRoles', 'getRole'],
  'role.write': ['createRole', 'updateRole', 'deleteRole'],
  'portal_user.read': ['listPortalUsers'],
  'portal_user.invite': ['invitePortalUser'],
  'portal_user.revoke': ['revokePortalUser'],
  'security.read': ['getSecurity', 'getServiceAccountSettings'],
  'security.write': ['updateSecurity', 'putServiceAccountSettings', 'putSsoRequirement'],
  'sso.read': ['listSsoDomains', 'listSsoProviders', 'getSsoProvider', 'getSsoRequirement'],
  'sso.write': [
    ...['claimSsoDomain', 'verifySsoDomain', 'removeSsoDomain'],
    ...['addSsoProvider', 'updateSsoProvider', 'removeSsoProvider', 'testSsoProvider'],
  ],
  'service_account.read': ['listServiceAccounts'],
  'service_account.write': [
    'createServiceAccount',
    'rotateServiceAccountToken',
    'deleteServiceAccount',
  ],
  'privacy.export': ['requestExport', 'listPrivacyRequests', 'downloadExport'],
  'privacy.erase': ['requestErasure'],
  'retention.read': ['getRetention'],
  'retention.write': ['patchRetention'],
};

/**
 * Operations that ask for a proof of identity within 15 minutes: address, second factor, single
 * sign-on, connect, roles, exports, erasure (spec 09).
 */
export const freshOperations: readonly string[] = [
  ...['changeEmail', 'beginTwoFactor', 'enableTwoFactor', 'disableTwoFactor', 'renewBackupCodes'],
  ...['claimSsoDomain', 'verifySsoDomain', 'removeSsoDomain', 'addSsoProvider'],
  ...['updateSsoProvider', 'removeSsoProvider', 'putSsoRequirement', 'updateSecurity'],
  ...['authorizeConnection', 'connectDirectly'],
  ...['createRole', 'updateRole', 'deleteRole', 'changeMember'],
  ...['createInvitation', 'resendInvitation', 'deleteOrganization'],
  ...['createServiceAccount', 'rotateServiceAccountToken', 'putServiceAccountSettings'],
  ...['exportAuditLog', 'requestExport', 'downloadExport', 'requestErasure'],
];

/**
 * Operations that a role with the permission may still be refused by a rule of the product (only an
 * Owner makes an Owner, nobody grants what they lack), with the roles' letters and the rule.
 */
export const refusedByRule: Readonly<Record<string, { roles: string; rule: string }>> = {
  listNotifications: { roles: 'P', rule: 'Portal users have no notifications.' },
  readNotification: { roles: 'P', rule: 'Portal users have no notifications.' },
  readAllNotifications: { roles: 'P', rule: 'Portal users have no notifications.' },
  getNotificationPreferences: { roles: 'P', rule: 'Portal users have no notifications.' },
  putNotificationPreferences: { roles: 'P', rule: 'Portal users have no notifications.' },
};

const accessById = new Map(
  Object.entries(operationsByAccess).flatMap(([access, ids]) => ids.map((id) => [id, access])),
);

/** What the operation needs; undefined when nobody has entered it. */
export function expectedAccess(operationId: string): string | undefined {
  return accessById.get(operationId);
}

/** Every operation that the table speaks of. */
export function expectedOperations(): string[] {
  return [...accessById.keys()].sort();
}

/** Operations that pass over ids of others in silence instead of refusing, with the reason. */
export const ignoredIds: Readonly<Record<string, string>> = {
  createServiceAccount: 'The sample makes its name of an id; to the product that is a word.',
};

/**
 * Operations that take requests from other origins, because a browser or another system sends them
 * there by design, with what guards them instead. Still, such a request alone must do nothing.
 */
export const exemptFromOrigin: Readonly<Record<string, string>> = {
  receiveSamlAnswer:
    'The browser posts it from the identity provider’s site; the assertion is signed and names a request of ours.',
};
