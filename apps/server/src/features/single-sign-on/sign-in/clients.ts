/** A stored provider in the shape that its protocol's client takes. */
import type { SecretBox } from '../../../kernel/crypto/secret-box.ts';
import type {
  OidcClient,
  SamlProvider,
  SamlService,
} from '../../../vendors/single-sign-on/port.ts';
import { addressesOf } from '../rules.ts';
import { openSecret } from '../secrets.ts';
import type { ProviderRow } from '../tables.ts';

/** @param baseUrl of the request that began the sign-in, for the redirect URI must stay the same */
export function oidcClientOf(box: SecretBox, row: ProviderRow, baseUrl: string): OidcClient {
  const { issuer, clientId, clientSecretSealed: sealed } = row;
  if (clientId === null || sealed === null) throw new Error('An OIDC provider without a client.');
  return {
    issuer,
    clientId,
    clientSecret: openSecret(box, 'sso_providers.client_secret_sealed', row, sealed),
    redirectUri: addressesOf(baseUrl, row).callbackUrl,
  };
}

export function samlProviderOf({ issuer, ssoUrl, certificates }: ProviderRow): SamlProvider {
  if (ssoUrl === null) throw new Error('A SAML provider without an address.');
  return { entityId: issuer, ssoUrl, certificates };
}

export function samlServiceOf(row: Pick<ProviderRow, 'id'>, baseUrl: string): SamlService {
  const { callbackUrl, metadataUrl } = addressesOf(baseUrl, { id: row.id, kind: 'saml' });
  return { entityId: metadataUrl ?? '', acsUrl: callbackUrl };
}
