import type { SsoDomain } from '@partneros/contract/single-sign-on';
import { randomToken } from '../../../kernel/crypto/tokens.ts';
import type { Database } from '../../../kernel/db/database.ts';
import type { OrganizationScope } from '../../../kernel/db/scope.ts';
import { Problem } from '../../../kernel/http/problem.ts';
import { newId } from '../../../kernel/ids.ts';
import { recordAudit } from '../../audit/index.ts';
import { presentDomain } from '../present.ts';
import { insertDomain } from '../store.ts';

/**
 * Notes that the organization means to prove the domain. Others may claim it as well: nothing comes
 * of a claim, and nothing about theirs is told.
 */
export function claimDomain(
  database: Database,
  scope: OrganizationScope,
  domain: string,
  requestId: string,
): Promise<SsoDomain> {
  return database.withOrganization(scope, async (tx) => {
    const { organizationId } = scope;
    const row = await insertDomain(tx, {
      id: newId(),
      organizationId,
      domain,
      token: randomToken(),
    });
    if (!row) throw new Problem('duplicate', 'The organization has this domain already.');
    await recordAudit(tx, {
      action: 'sso.domain_claimed',
      target: { type: 'sso_domain', id: row.id },
      details: { domain },
      requestId,
    });
    return presentDomain(row);
  });
}
