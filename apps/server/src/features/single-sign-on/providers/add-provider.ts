import type { AddProviderBody, SsoProvider } from '@partneros/contract/single-sign-on';
import type { Membership } from '../../../kernel/http/caller.ts';
import { notFound } from '../../../kernel/http/problem.ts';
import { newId } from '../../../kernel/ids.ts';
import { recordAudit } from '../../audit/index.ts';
import type { SingleSignOnParts } from '../parts.ts';
import { presentProvider } from '../present.ts';
import { authorityOf } from '../rules.ts';
import { sealSecret } from '../secrets.ts';
import { assignDomains, insertProvider } from '../store.ts';
import { keepWayIn } from '../way-in.ts';
import { requireGrantable } from './grants.ts';
import { readSettings } from './settings.ts';

/** Who changes a provider, and by which request. */
export interface Change {
  membership: Membership;
  requestId: string;
  baseUrl: string;
}

/** Adds a provider, with the domains that it is to speak for. */
export async function addProvider(
  parts: SingleSignOnParts,
  { membership, requestId, baseUrl }: Change,
  body: AddProviderBody,
): Promise<SsoProvider> {
  requireGrantable(membership, body.defaultRole);
  const { clientSecret, ...settings } = await readSettings(parts, body);
  const { organizationId } = membership;
  const { kind, name, enabled, justInTime, defaultRole, domainIds } = body;
  const place = { id: newId(), organizationId };
  return parts.database.withOrganization(membership.scope, async (tx) => {
    const row = await insertProvider(tx, {
      ...place,
      ...settings,
      kind,
      name,
      enabled,
      justInTime,
      defaultRole,
      authority: authorityOf(membership.role),
      clientSecretSealed:
        clientSecret === null
          ? null
          : sealSecret(parts.box, 'sso_providers.client_secret_sealed', place, clientSecret),
    });
    if (!row) throw new Error('The provider was not stored.');
    if (!(await assignDomains(tx, row.id, domainIds))) throw notFound('Domain');
    await recordAudit(tx, {
      action: 'sso.provider_added',
      target: { type: 'sso_provider', id: row.id },
      details: { kind, name, issuer: row.issuer, justInTime, defaultRole },
      requestId,
    });
    // The domains may have been taken from another provider, which was the way in.
    await keepWayIn(tx);
    return presentProvider(row, domainIds, baseUrl);
  });
}
