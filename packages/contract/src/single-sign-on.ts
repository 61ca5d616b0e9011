/** Single sign-on: proven domains, identity providers, and how a sign-in ends. */
import { z } from 'zod';
import { id, nextCursor, timestamp } from './common.ts';

/** A domain name in lower case; names in other scripts in their `xn--` form. */
export const domainName = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/, {
    error: 'Must be a domain name in lower case.',
  })
  .meta({ examples: ['acme.example'] });

export const ssoDomain = z
  .strictObject({
    id,
    domain: z.string(),
    state: z.enum(['claimed', 'proven']).meta({
      description: 'Many organizations may claim a domain; one can prove it.',
    }),
    record: z
      .strictObject({ type: z.literal('TXT'), name: z.string(), value: z.string() })
      .meta({ description: 'The DNS record that proves it.' }),
    providerId: id.nullable().meta({ description: 'The provider that speaks for it.' }),
    verifiedAt: timestamp.nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'SsoDomain' });
export type SsoDomain = z.infer<typeof ssoDomain>;

export const ssoDomainAnswer = z.strictObject({ domain: ssoDomain });
export const ssoDomainList = z.strictObject({ domains: z.array(ssoDomain), nextCursor });
export const claimDomainBody = z.strictObject({ domain: domainName });

const defaultRole = z.enum(['admin', 'member', 'viewer']).meta({
  description: 'The role of people who join by the provider. Never owner.',
});
const name = z.string().trim().min(1).max(100);
const domainIds = z.array(id).max(50).meta({
  description: 'Domains of this organization that the provider speaks for, once they are proven.',
});
const address = z.url({ protocol: /^https?$/ }).max(2000);
const certificates = z.array(z.string().min(1).max(10_000)).min(1).max(5).meta({
  description: 'X.509 certificates as PEM or base64; an answer signed with any of them counts.',
});

const behaviour = {
  enabled: z.boolean(),
  justInTime: z.boolean().meta({
    description: 'Whether a person whom the provider names becomes a member without invitation.',
  }),
  defaultRole,
  domainIds,
};

export const ssoProvider = z
  .strictObject({
    id,
    kind: z.enum(['oidc', 'saml']),
    name: z.string(),
    ...behaviour,
    speaksFor: z.enum(['everybody', 'all_but_owners', 'members']).meta({
      description:
        'Whom it can sign in: nobody above the role of whoever configured it last. An Owner’s change makes it `everybody`.',
    }),
    issuer: z.string().meta({ description: 'OIDC: the issuer. SAML: the entity id.' }),
    clientId: z.string().nullable(),
    hasClientSecret: z.boolean(),
    ssoUrl: z.string().nullable(),
    certificates: z.array(
      z.strictObject({ subject: z.string(), sha256: z.string(), validUntil: timestamp }),
    ),
    callbackUrl: z.string().meta({
      description: 'What the provider is told: redirect URI (OIDC) or ACS URL (SAML).',
    }),
    metadataUrl: z.string().nullable().meta({ description: 'SAML: our entity id and metadata.' }),
    version: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'SsoProvider' });
export type SsoProvider = z.infer<typeof ssoProvider>;

export const ssoProviderAnswer = z.strictObject({ provider: ssoProvider });
export const ssoProviderList = z.strictObject({ providers: z.array(ssoProvider), nextCursor });

const choices = {
  name,
  enabled: behaviour.enabled.default(true),
  justInTime: behaviour.justInTime.default(false),
  defaultRole: defaultRole.default('viewer'),
  domainIds: domainIds.default([]),
};

const oidcProviderBody = z.strictObject({
  kind: z.literal('oidc'),
  ...choices,
  issuer: address,
  clientId: z.string().min(1).max(500),
  clientSecret: z.string().min(1).max(2000),
});

const samlProviderBody = z.strictObject({
  kind: z.literal('saml'),
  ...choices,
  entityId: z.string().min(1).max(1000),
  ssoUrl: address,
  certificates,
});

const samlMetadataBody = z.strictObject({
  kind: z.literal('saml'),
  ...choices,
  metadataXml: z
    .string()
    .min(1)
    .max(256 * 1024),
});

const samlMetadataUrlBody = z.strictObject({
  kind: z.literal('saml'),
  ...choices,
  metadataUrl: address,
});

export const addProviderBody = z.union([
  oidcProviderBody,
  samlProviderBody,
  samlMetadataBody,
  samlMetadataUrlBody,
]);
export type AddProviderBody = z.infer<typeof addProviderBody>;

/** What is left out stays; `issuer`, `clientId`, `clientSecret` are OIDC's, the rest SAML's. */
export const updateProviderBody = z.strictObject({
  name: name.optional(),
  enabled: behaviour.enabled.optional(),
  justInTime: behaviour.justInTime.optional(),
  defaultRole: defaultRole.optional(),
  domainIds: domainIds.optional(),
  issuer: address.optional(),
  clientId: z.string().min(1).max(500).optional(),
  clientSecret: z.string().min(1).max(2000).optional(),
  entityId: z.string().min(1).max(1000).optional(),
  ssoUrl: address.optional(),
  certificates: certificates.optional(),
});
export type UpdateProviderBody = z.infer<typeof updateProviderBody>;

export const ssoCheck = z.strictObject({
  name: z.enum(['domains', 'discovery', 'keys', 'address', 'certificates']),
  ok: z.boolean(),
  message: z.string(),
});
export type SsoCheck = z.infer<typeof ssoCheck>;
export const providerTestAnswer = z.strictObject({
  test: z.strictObject({ ok: z.boolean(), checks: z.array(ssoCheck) }).meta({ id: 'SsoTest' }),
});

export const ssoRequirement = z
  .strictObject({
    required: z.boolean().meta({
      description:
        'Members come in by single sign-on only; an Owner with a second factor keeps the password.',
    }),
  })
  .meta({ id: 'SsoRequirement' });
export const ssoRequirementAnswer = z.strictObject({ requirement: ssoRequirement });
export const ssoRequirementBody = z.strictObject({ required: z.boolean() });

/** A path of the web application: no other host, no control character. */
const returnPath = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[\x21-\x7e]*$/, { error: 'Must be a path of this application.' });

export const startSsoBody = z.strictObject({
  email: z.email().max(254),
  returnTo: returnPath.optional(),
});
export const startSsoAnswer = z.strictObject({
  redirectUrl: z.string().meta({ description: 'Where to send the browser.' }),
});

/**
 * How a sign-in that did not succeed ended: `/sign-in?outcome=<code>`. A good one goes to `returnTo`.
 *
 * - `state_invalid`: nobody asked for this answer, or it was used already.
 * - `state_expired`: it took longer than ten minutes.
 * - `other_browser`: another browser began.
 * - `provider_mismatch`: the answer came from, or to, another provider than was asked.
 * - `provider_changed`: the provider was changed, switched off or removed meanwhile.
 * - `denied`: the provider refused, or the person declined there.
 * - `provider_failed`: the provider could not be reached or answered nonsense.
 * - `answer_invalid`: the answer is not signed, not for us, not in time or malformed.
 * - `answer_replayed`: the assertion was used before.
 * - `address_missing`: it names no e-mail address; `address_unverified`: none that it vouches for.
 * - `domain_not_allowed`: the address is of a domain that the provider does not speak for.
 * - `subject_conflict`: the address belongs to somebody else at the same provider.
 * - `portal_user`: the person is a portal user here and cannot be a member too.
 * - `invitation_needed`: no member, and the provider does not let people join by themselves.
 * - `provider_not_trusted`: an Owner (or Admin) must confirm the provider before it signs in such.
 */
export const ssoOutcome = z
  .enum([
    'state_invalid',
    'state_expired',
    'other_browser',
    'provider_mismatch',
    'provider_changed',
    'denied',
    'provider_failed',
    'answer_invalid',
    'answer_replayed',
    'address_missing',
    'address_unverified',
    'domain_not_allowed',
    'subject_conflict',
    'portal_user',
    'invitation_needed',
    'provider_not_trusted',
  ])
  .meta({ id: 'SsoOutcome' });
export type SsoOutcome = z.infer<typeof ssoOutcome>;
