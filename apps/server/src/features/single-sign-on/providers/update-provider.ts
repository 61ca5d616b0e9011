import type { SsoProvider, UpdateProviderBody } from '@partneros/contract/single-sign-on';
import { eq } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../../kernel/db/database.ts';
import { notFound, Problem } from '../../../kernel/http/problem.ts';
import { recordAudit } from '../../audit/index.ts';
import type { SingleSignOnParts } from '../parts.ts';
import { presentProvider } from '../present.ts';
import { authorityOf } from '../rules.ts';
import { sealSecret } from '../secrets.ts';
import { assignDomains, domainsByProvider, findProvider, updateProvider } from '../store.ts';
import { type ProviderRow, ssoIdentities } from '../tables.ts';
import { keepWayIn } from '../way-in.ts';
import type { Change } from './add-provider.ts';
import { requireGrantable } from './grants.ts';
import { readChangedSettings } from './settings.ts';

/**
 * Changes a provider. It stands from then on under the authority of whoever changed it, and sign-ins
 * that were begun with the older version fail.
 */
export function changeProvider(
  parts: SingleSignOnParts,
  { membership, requestId, baseUrl }: Change,
  wish: { providerId: string; version: number; body: UpdateProviderBody },
): Promise<SsoProvider> {
  const { providerId, version, body } = wish;
  return parts.database.withOrganization(membership.scope, async (tx) => {
    const before = await findProvider(tx, providerId, 'update');
    if (!before) throw notFound('Provider');
    if (before.version !== version) {
      throw new Problem('version_conflict', `The provider is at version ${before.version} now.`);
    }
    requireGrantable(membership, body.defaultRole ?? before.defaultRole);
    const authority = authorityOf(membership.role);
    const row = await updateProvider(tx, providerId, {
      ...changesOf(parts, before, body),
      authority,
    });
    if (!row) throw notFound('Provider');
    // Subjects are an issuer's own: another one's must not be taken for them.
    if (row.issuer !== before.issuer) await forgetIdentities(tx, providerId);
    if (body.domainIds && !(await assignDomains(tx, providerId, body.domainIds))) {
      throw notFound('Domain');
    }
    await recordAudit(tx, {
      action: 'sso.provider_changed',
      target: { type: 'sso_provider', id: providerId },
      details: { changed: Object.keys(body).sort().join(', '), name: row.name },
      requestId,
    });
    await keepWayIn(tx);
    return presentProvider(row, (await domainsByProvider(tx)).get(providerId) ?? [], baseUrl);
  });
}

function changesOf(
  parts: SingleSignOnParts,
  before: ProviderRow,
  body: UpdateProviderBody,
): Partial<ProviderRow> {
  const { clientSecret, ...settings } = readChangedSettings(parts, before.kind, body);
  const { name, enabled, justInTime, defaultRole } = body;
  return {
    ...settings,
    ...(name !== undefined && { name }),
    ...(enabled !== undefined && { enabled }),
    ...(justInTime !== undefined && { justInTime }),
    ...(defaultRole !== undefined && { defaultRole }),
    ...(typeof clientSecret === 'string' && {
      clientSecretSealed: sealSecret(
        parts.box,
        'sso_providers.client_secret_sealed',
        before,
        clientSecret,
      ),
    }),
  };
}

async function forgetIdentities(tx: OrganizationTransaction, providerId: string): Promise<void> {
  await tx.orm.delete(ssoIdentities).where(eq(ssoIdentities.providerId, providerId));
}
