/** An organization's settings as they cross the wire. */
import { z } from 'zod';
import { id, timestamp } from './common.ts';
import { organization } from './identity.ts';

const name = z.string().trim().min(1).max(100);
const httpsUrl = z
  .url({ protocol: /^https$/, hostname: z.regexes.domain, error: 'Must begin with https://.' })
  .max(2000);

export const organizationSettings = z
  .strictObject({
    id,
    name: z.string(),
    slug: z.string(),
    logoUrl: z.string().nullable(),
    industry: z.string().nullable(),
    billingEmail: z.string().nullable(),
    version: z.number().int(),
    createdAt: timestamp,
  })
  .meta({ id: 'OrganizationSettings' });
export type OrganizationSettings = z.infer<typeof organizationSettings>;

export const organizationAnswer = z.strictObject({ organization: organizationSettings });

export const updateOrganizationBody = z.strictObject({
  name: name.optional(),
  logoUrl: httpsUrl.nullable().optional(),
  industry: z.string().trim().min(1).max(100).nullable().optional(),
  billingEmail: z.email().max(254).nullable().optional(),
  slug: z
    .string()
    .refine(() => false, {
      error: 'The slug never changes: addresses and integrations rely on it.',
    })
    .meta({ description: 'Refused: the slug never changes.' })
    .optional(),
});

export const createOrganizationBody = z.strictObject({
  name,
  slug: z
    .string()
    .max(60)
    .regex(/^[a-z0-9](-?[a-z0-9])*$/, {
      error: 'Lower-case letters and digits, with single hyphens between them.',
    })
    .meta({ description: 'Names the organization in addresses; never changes.' }),
});

export const createOrganizationAnswer = z.strictObject({ organization });

export const securitySettings = z
  .strictObject({
    ssoRequired: z.boolean().meta({
      description:
        'Members come in by single sign-on only; an Owner with a second factor keeps the other way.',
    }),
    sessionDays: z.number().int().min(1).max(30).meta({
      description: 'How many days after sign-in a session ends here; portal users 14 at most.',
    }),
    version: z.number().int(),
  })
  .meta({ id: 'SecuritySettings' });
export type SecuritySettings = z.infer<typeof securitySettings>;

export const securityAnswer = z.strictObject({ security: securitySettings });

export const updateSecurityBody = z.strictObject({
  ssoRequired: z.boolean().optional(),
  sessionDays: z.number().int().min(1).max(30).optional(),
});

export const oneOrganization = z.strictObject({ organizationId: id });
