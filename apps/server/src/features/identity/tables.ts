/** Users and sessions (the auth library's tables), organizations, members, portal links. */
import { boolean, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const users = pgTable('users', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  email: text().notNull(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text(),
  twoFactorEnabled: boolean('two_factor_enabled').notNull().default(false),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
});

export const sessions = pgTable('sessions', {
  id: uuid().primaryKey(),
  token: text().notNull(),
  userId: uuid('user_id').notNull(),
  activeOrganizationId: uuid('active_organization_id'),
  expiresAt: moment('expires_at').notNull(),
  confirmedAt: moment('confirmed_at').notNull().defaultNow(),
  ipAddress: text('ip_address'),
  userAgent: text('user_agent'),
  pinnedOrganizationId: uuid('pinned_organization_id'),
  method: text({ enum: ['password', 'sso'] })
    .notNull()
    .default('password'),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
});

export const accounts = pgTable('accounts', {
  id: uuid().primaryKey(),
  accountId: text('account_id').notNull(),
  providerId: text('provider_id').notNull(),
  userId: uuid('user_id').notNull(),
  accessToken: text('access_token'),
  refreshToken: text('refresh_token'),
  idToken: text('id_token'),
  accessTokenExpiresAt: moment('access_token_expires_at'),
  refreshTokenExpiresAt: moment('refresh_token_expires_at'),
  scope: text(),
  password: text(),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
});

export const verifications = pgTable('verifications', {
  id: uuid().primaryKey(),
  identifier: text().notNull(),
  value: text().notNull(),
  expiresAt: moment('expires_at').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
});

export const organizations = pgTable('organizations', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  slug: text().notNull(),
  ssoRequired: boolean('sso_required').notNull().default(false),
  logoUrl: text('logo_url'),
  industry: text(),
  billingEmail: text('billing_email'),
  sessionDays: integer('session_days').notNull().default(30),
  version: integer().notNull().default(1),
  deletedAt: moment('deleted_at'),
  createdAt: moment('created_at').notNull().defaultNow(),
});

export const roles = pgTable('roles', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  name: text().notNull(),
  description: text().notNull().default(''),
  grants: text().array().notNull(),
  version: integer().notNull().default(1),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
});

export const members = pgTable('members', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  userId: uuid('user_id').notNull(),
  role: text({ enum: ['owner', 'admin', 'member', 'viewer', 'custom'] }).notNull(),
  roleId: uuid('role_id'),
  version: integer().notNull().default(1),
  createdAt: moment('created_at').notNull().defaultNow(),
});

export const portalLinks = pgTable('portal_links', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  partnerId: uuid('partner_id').notNull(),
  contactId: uuid('contact_id').notNull(),
  userId: uuid('user_id').notNull(),
  state: text({ enum: ['invited', 'active', 'revoked'] }).notNull(),
  invitationHash: text('invitation_hash'),
  expiresAt: moment('expires_at'),
  createdAt: moment('created_at').notNull().defaultNow(),
});

export const invitations = pgTable('invitations', {
  id: uuid().primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  email: text().notNull(),
  role: text({ enum: ['owner', 'admin', 'member', 'viewer', 'custom'] }).notNull(),
  roleId: uuid('role_id'),
  tokenHash: text('token_hash'),
  state: text({ enum: ['pending', 'accepted', 'revoked'] }).notNull(),
  invitedBy: uuid('invited_by'),
  expiresAt: moment('expires_at').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
});
