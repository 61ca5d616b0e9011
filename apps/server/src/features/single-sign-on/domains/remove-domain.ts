import type { Database } from '../../../kernel/db/database.ts';
import type { OrganizationScope } from '../../../kernel/db/scope.ts';
import { notFound } from '../../../kernel/http/problem.ts';
import { recordAudit } from '../../audit/index.ts';
import { deleteDomain, findDomain } from '../store.ts';
import { keepWayIn } from '../way-in.ts';

/** Gives a domain up. @throws Problem not_found, prerequisite_missing when it is the last way in */
export function removeDomain(
  database: Database,
  scope: OrganizationScope,
  domainId: string,
  requestId: string,
): Promise<void> {
  return database.withOrganization(scope, async (tx) => {
    const domain = await findDomain(tx, domainId);
    if (!domain || !(await deleteDomain(tx, domainId))) throw notFound('Domain');
    await recordAudit(tx, {
      action: 'sso.domain_removed',
      target: { type: 'sso_domain', id: domainId },
      details: { domain: domain.domain },
      requestId,
    });
    await keepWayIn(tx);
  });
}
