/** Users, organizations, roles and sessions as they cross the wire. */
import { z } from 'zod';
import { id, orNull, timestamp } from './common.ts';
import { permission, reach, role } from './permissions.ts';

export { type Permission, permission, type Role, role } from './permissions.ts';

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
    roleName: z.string().nullable().meta({
      description: 'How people call the role; of a custom one, its own name.',
    }),
    permissions: z.array(permission),
    reaches: z.record(z.string(), reach).meta({
      description: 'How far each held permission goes that has a reach.',
    }),
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
