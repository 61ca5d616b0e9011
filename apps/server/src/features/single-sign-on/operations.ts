/** The operations of single sign-on: managing domains and providers, and signing in. */
import { id, listQuery, success } from '@partneros/contract/common';
import {
  addProviderBody,
  claimDomainBody,
  providerTestAnswer,
  ssoDomainAnswer,
  ssoDomainList,
  ssoProviderAnswer,
  ssoProviderList,
  ssoRequirementAnswer,
  ssoRequirementBody,
  startSsoAnswer,
  startSsoBody,
  updateProviderBody,
} from '@partneros/contract/single-sign-on';
import { z } from 'zod';
import type { Operation } from '../../kernel/http/routes.ts';

const tag = 'Single sign-on';
const oneDomain = z.strictObject({ domainId: id });
const oneProvider = z.strictObject({ providerId: id });
const outcomes =
  'Always redirects: to `returnTo` with a session, else to `/sign-in?outcome=<code>`; the codes are those of SsoOutcome.';

export const listSsoDomains = {
  method: 'get',
  path: '/api/sso/domains',
  id: 'listSsoDomains',
  summary: 'Domains that the organization claims or has proven',
  tag,
  access: 'sso.read',
  limit: 'read',
  query: listQuery,
  answer: { kind: 'json', schema: ssoDomainList },
} as const satisfies Operation;

export const claimSsoDomain = {
  method: 'post',
  path: '/api/sso/domains',
  id: 'claimSsoDomain',
  summary: 'Claim a domain; the answer holds the DNS record that proves it',
  tag,
  access: 'sso.write',
  limit: 'write',
  body: claimDomainBody,
  answer: { kind: 'json', schema: ssoDomainAnswer },
  errors: ['duplicate'],
  freshIdentity: true,
} as const satisfies Operation;

export const verifySsoDomain = {
  method: 'post',
  path: '/api/sso/domains/{domainId}/verify',
  id: 'verifySsoDomain',
  summary: 'Look for the DNS record; a proven domain belongs to this organization alone',
  tag,
  access: 'sso.write',
  limit: 'write',
  params: oneDomain,
  answer: { kind: 'json', schema: ssoDomainAnswer },
  errors: ['prerequisite_missing', 'duplicate', 'upstream_failed'],
  effect: 'external',
  freshIdentity: true,
} as const satisfies Operation;

export const removeSsoDomain = {
  method: 'delete',
  path: '/api/sso/domains/{domainId}',
  id: 'removeSsoDomain',
  summary: 'Give a domain up; no provider speaks for it any more',
  tag,
  access: 'sso.write',
  limit: 'write',
  params: oneDomain,
  answer: { kind: 'json', schema: success },
  errors: ['prerequisite_missing'],
  freshIdentity: true,
} as const satisfies Operation;

export const listSsoProviders = {
  method: 'get',
  path: '/api/sso/providers',
  id: 'listSsoProviders',
  summary: 'The organization’s identity providers',
  tag,
  access: 'sso.read',
  limit: 'read',
  query: listQuery,
  answer: { kind: 'json', schema: ssoProviderList },
} as const satisfies Operation;

export const addSsoProvider = {
  method: 'post',
  path: '/api/sso/providers',
  id: 'addSsoProvider',
  summary: 'Add an OpenID Connect or SAML 2.0 provider',
  description:
    'SAML by entity id, address and certificates, by metadata, or by the metadata’s address, which is read once.',
  tag,
  access: 'sso.write',
  limit: 'write',
  body: addProviderBody,
  answer: { kind: 'json', schema: ssoProviderAnswer },
  errors: ['not_found', 'prerequisite_missing', 'upstream_failed'],
  effect: 'external',
  freshIdentity: true,
} as const satisfies Operation;

export const getSsoProvider = {
  method: 'get',
  path: '/api/sso/providers/{providerId}',
  id: 'getSsoProvider',
  summary: 'One provider, with what its administrator must be told',
  tag,
  access: 'sso.read',
  limit: 'read',
  params: oneProvider,
  answer: { kind: 'json', schema: ssoProviderAnswer },
} as const satisfies Operation;

export const updateSsoProvider = {
  method: 'patch',
  path: '/api/sso/providers/{providerId}',
  id: 'updateSsoProvider',
  summary: 'Change a provider; sign-ins under way with the older version fail',
  tag,
  access: 'sso.write',
  limit: 'write',
  params: oneProvider,
  body: updateProviderBody,
  versioned: true,
  answer: { kind: 'json', schema: ssoProviderAnswer },
  errors: ['prerequisite_missing'],
  freshIdentity: true,
} as const satisfies Operation;

export const removeSsoProvider = {
  method: 'delete',
  path: '/api/sso/providers/{providerId}',
  id: 'removeSsoProvider',
  summary: 'Remove a provider and its links to people; members stay members',
  tag,
  access: 'sso.write',
  limit: 'write',
  params: oneProvider,
  answer: { kind: 'json', schema: success },
  errors: ['prerequisite_missing'],
  freshIdentity: true,
} as const satisfies Operation;

export const testSsoProvider = {
  method: 'post',
  path: '/api/sso/providers/{providerId}/test',
  id: 'testSsoProvider',
  summary: 'Whether people could sign in with the provider as it stands',
  tag,
  access: 'sso.write',
  limit: 'write',
  params: oneProvider,
  answer: { kind: 'json', schema: providerTestAnswer },
  effect: 'external',
} as const satisfies Operation;

export const getSsoRequirement = {
  method: 'get',
  path: '/api/sso/requirement',
  id: 'getSsoRequirement',
  summary: 'Whether members must come in by single sign-on',
  tag,
  access: 'sso.read',
  limit: 'read',
  answer: { kind: 'json', schema: ssoRequirementAnswer },
} as const satisfies Operation;

export const putSsoRequirement = {
  method: 'put',
  path: '/api/sso/requirement',
  id: 'putSsoRequirement',
  summary: 'Demand single sign-on of all members, or no longer',
  description:
    'Password sessions of members end with their next request. An Owner with a second factor keeps the password as the way back in.',
  tag,
  access: 'security.write',
  limit: 'write',
  body: ssoRequirementBody,
  answer: { kind: 'json', schema: ssoRequirementAnswer },
  errors: ['prerequisite_missing'],
  freshIdentity: true,
} as const satisfies Operation;

export const startSso = {
  method: 'post',
  path: '/api/auth/sso/start',
  id: 'startSso',
  summary: 'Begin single sign-on: where to send the browser',
  description:
    'The provider is found by the address’s domain; the answer is the same for every address of a domain. Sets the cookie `sso_request`, which ties the answer to this browser for ten minutes.',
  tag,
  access: 'public',
  limit: 'sign_in',
  body: startSsoBody,
  answer: { kind: 'json', schema: startSsoAnswer },
  errors: ['prerequisite_missing', 'upstream_failed'],
  effect: 'external',
} as const satisfies Operation;

export const completeOidc = {
  method: 'get',
  path: '/api/auth/sso/oidc/{providerId}/callback',
  id: 'completeOidc',
  summary: 'Where an OpenID Connect provider sends the browser back to',
  description: outcomes,
  tag,
  access: 'public',
  limit: 'public',
  params: oneProvider,
  // Providers add parameters of their own: they pass, and are checked by the protocol.
  query: z.object({
    state: z.string().optional(),
    code: z.string().optional(),
    error: z.string().optional(),
    iss: z.string().optional(),
  }),
  answer: { kind: 'redirect' },
  effect: 'external',
} as const satisfies Operation;

export const receiveSamlAnswer = {
  method: 'post',
  path: '/api/auth/sso/saml/{providerId}/acs',
  id: 'receiveSamlAnswer',
  summary: 'Where a SAML provider has the browser post its answer',
  description: `${outcomes} A good answer goes on to \`finish\`, where the browser shows its cookie.`,
  tag,
  access: 'public',
  limit: 'public',
  params: oneProvider,
  body: z.object({ SAMLResponse: z.string().optional(), RelayState: z.string().optional() }),
  bodyOptional: true,
  exempt: 'signed_form',
  answer: { kind: 'redirect', status: 303 },
} as const satisfies Operation;

export const finishSaml = {
  method: 'get',
  path: '/api/auth/sso/saml/{providerId}/finish',
  id: 'finishSaml',
  summary: 'The last step of a SAML sign-in, in the browser that began it',
  description: outcomes,
  tag,
  access: 'public',
  limit: 'public',
  params: oneProvider,
  query: z.strictObject({ ticket: z.string().optional() }),
  answer: { kind: 'redirect' },
} as const satisfies Operation;

export const getSamlMetadata = {
  method: 'get',
  path: '/api/auth/sso/saml/{providerId}/metadata',
  id: 'getSamlMetadata',
  summary: 'Our metadata for the administrator of a SAML provider',
  tag,
  access: 'public',
  limit: 'public',
  params: oneProvider,
  answer: { kind: 'file', media: ['application/samlmetadata+xml'] },
} as const satisfies Operation;
