import { X509Certificate } from 'node:crypto';
import type { SsoCheck } from '@partneros/contract/single-sign-on';
import type { OrganizationScope } from '../../../kernel/db/scope.ts';
import { notFound } from '../../../kernel/http/problem.ts';
import { SsoFailure } from '../../../vendors/single-sign-on/port.ts';
import type { SingleSignOnParts } from '../parts.ts';
import { oidcClientOf } from '../sign-in/clients.ts';
import { findProvider, usableProviders } from '../store.ts';
import type { ProviderRow } from '../tables.ts';

/** Tries what can be tried without a person: documents, keys, certificates, domains. */
export async function testProvider(
  parts: SingleSignOnParts,
  scope: OrganizationScope,
  providerId: string,
  baseUrl: string,
): Promise<{ ok: boolean; checks: SsoCheck[] }> {
  const { provider, usable } = await parts.database.withOrganization(scope, async (tx) => ({
    provider: await findProvider(tx, providerId),
    usable: await usableProviders(tx),
  }));
  if (!provider) throw notFound('Provider');
  const ready = usable.includes(providerId);
  const domains: SsoCheck = {
    name: 'domains',
    ok: ready,
    message: ready
      ? 'It is switched on and speaks for a proven domain.'
      : 'It is switched off or speaks for no proven domain.',
  };
  const rest =
    provider.kind === 'oidc'
      ? await checkOidc(parts, provider, baseUrl)
      : checkCertificates(provider, parts.clock.now());
  const checks = [domains, ...rest];
  return { ok: checks.every(({ ok }) => ok), checks };
}

async function checkOidc(
  parts: SingleSignOnParts,
  provider: ProviderRow,
  baseUrl: string,
): Promise<SsoCheck[]> {
  try {
    const { keys } = await parts.oidc.probe(oidcClientOf(parts.box, provider, baseUrl));
    return [
      { name: 'discovery', ok: true, message: 'The discovery document is well.' },
      { name: 'keys', ok: keys > 0, message: `The provider publishes ${keys} keys.` },
    ];
  } catch (error) {
    if (!(error instanceof SsoFailure)) throw error;
    const message =
      error.reason === 'forbidden'
        ? 'An address of the provider does not lead to the public internet.'
        : `The provider’s documents could not be read (${error.reason}).`;
    return [{ name: 'discovery', ok: false, message }];
  }
}

function checkCertificates({ certificates }: ProviderRow, now: Date): SsoCheck[] {
  const valid = certificates.filter((pem) => {
    const { validFromDate, validToDate } = new X509Certificate(pem);
    return validFromDate <= now && now < validToDate;
  });
  const message = `${valid.length} of ${certificates.length} certificates are valid today.`;
  return [{ name: 'certificates', ok: valid.length > 0, message }];
}
