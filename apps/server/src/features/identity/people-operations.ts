/** Every operation of organizations, members, invitations, roles and portal users. */
export * from './invitations/operations.ts';
export * from './organization/operations.ts';
export * from './people/operations.ts';
export * from './portal-users/operations.ts';
export * from './roles/operations.ts';
