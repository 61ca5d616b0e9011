/** Users, organizations, roles and sessions as they cross the wire. */
import { z } from 'zod';
import { id, orNull, timestamp } from './common.ts';

/** Built-in roles, an organization's own (`custom`), and `partner` for portal users only. */
export const role = z
  .enum(['owner', 'admin', 'member', 'viewer', 'custom', 'partner'])
  .meta({ id: 'Role' });
export type Role = z.infer<typeof role>;

/** `resource.action`, the first table of permissions (spec decisions). */
export const permission = z
  .enum([
    'connection.read',
    'connection.connect',
    'connection.disconnect',
    'schema.read',
    'schema.refresh',
    'drift.read',
    'mapping.read',
    'mapping.suggest',
    'mapping.write',
    'object_fields.read',
    'organization.read',
    'organization.update',
    'member.read',
    'member.invite',
    'member.update',
    'member.remove',
    'role.read',
    'role.write',
    'portal_user.read',
    'portal_user.invite',
    'portal_user.revoke',
    'security.read',
    'security.write',
    'sso.read',
    'sso.write',
    'service_account.read',
    'service_account.write',
    'audit.read',
    'audit.export',
    'file.read',
    'file.upload',
    'privacy.export',
    'privacy.erase',
    'retention.read',
    'retention.write',
  ])
  .meta({ id: 'Permission' });
export type Permission = z.infer<typeof permission>;

export const user = z
  .strictObject({ id, name: z.string(), email: z.string() })
  .meta({ id: 'User' });

export const organization = z
  .strictObject({ id, name: z.string(), slug: z.string() })
  .meta({ id: 'Organization' });

/** The partner that a portal user belongs to. */
export const sessionPartner = z
  .strictObject({ id, name: z.string() })
  .meta({ id: 'SessionPartner' });

export const session = z
  .strictObject({
    user,
    organization: orNull(organization),
    organizations: z.array(organization).meta({
      description: 'Every organization that the user may switch to.',
    }),
    singleSignOn: z.strictObject({
      pinned: z.boolean().meta({
        description: 'Made by single sign-on: speaks for the active organization and no other.',
      }),
      requiredBy: z.array(organization).meta({
        description: 'Organizations of the user that this session cannot enter: they ask for it.',
      }),
    }),
    role: orNull(role),
    permissions: z.array(permission),
    partner: orNull(sessionPartner),
    expiresAt: timestamp,
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof session>;

export const signInBody = z.strictObject({
  email: z.email().max(254),
  password: z.string().min(1).max(128),
});

export const signInAnswer = z
  .strictObject({
    user,
    organization: orNull(organization),
    twoFactorRequired: z.boolean(),
  })
  .meta({ id: 'SignIn' });

export const sessionAnswer = z.strictObject({ session });
export const setActiveBody = z.strictObject({ organizationId: id });

export const confirmIdentityBody = z.union([
  z.strictObject({ password: z.string().min(1).max(128) }),
  z.strictObject({ code: z.string().min(6).max(20) }),
]);
