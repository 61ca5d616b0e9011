/** Proving a domain by DNS. Whoever's record stands there has it; who had it before loses it. */
import type { SsoDomain } from '@partneros/contract/single-sign-on';
import type { OrganizationTransaction } from '../../../kernel/db/database.ts';
import { type OrganizationScope, systemScope } from '../../../kernel/db/scope.ts';
import { notFound, Problem } from '../../../kernel/http/problem.ts';
import { recordAudit } from '../../audit/index.ts';
import type { SingleSignOnParts } from '../parts.ts';
import { presentDomain } from '../present.ts';
import { proofRecord } from '../rules.ts';
import { findDomain, findProvenDomain, updateDomain } from '../store.ts';
import type { DomainRow } from '../tables.ts';

/**
 * @throws Problem prerequisite_missing without the record, duplicate where another organization has
 *   proven the domain and its record still stands, upstream_failed when DNS does not answer
 */
export async function verifyDomain(
  parts: SingleSignOnParts,
  scope: OrganizationScope,
  domainId: string,
  requestId: string,
): Promise<SsoDomain> {
  const domain = await parts.database.withOrganization(scope, (tx) => findDomain(tx, domainId));
  if (!domain) throw notFound('Domain');
  if (!(await isPublished(parts, domain))) {
    const { name, value } = proofRecord(domain);
    throw new Problem(
      'prerequisite_missing',
      `No TXT record ${name} with ${value} was found. New records may take an hour to be seen.`,
    );
  }
  if (domain.verifiedAt !== null) return presentDomain(domain);
  await releaseFromFormerOwner(parts, domain);
  return parts.database.withOrganization(scope, (tx) => prove(tx, parts, domain, requestId));
}

async function prove(
  tx: OrganizationTransaction,
  { clock }: SingleSignOnParts,
  domain: DomainRow,
  requestId: string,
): Promise<SsoDomain> {
  const row = await updateDomain(tx, domain.id, { verifiedAt: clock.now() });
  if (!row) throw notFound('Domain');
  await recordAudit(tx, {
    action: 'sso.domain_proven',
    target: { type: 'sso_domain', id: row.id },
    details: { domain: row.domain },
    requestId,
  });
  return presentDomain(row);
}

async function isPublished({ txt }: SingleSignOnParts, domain: DomainRow): Promise<boolean> {
  const { name, value } = proofRecord(domain);
  try {
    return (await txt.resolveTxt(name)).includes(value);
  } catch (error) {
    throw new Problem('upstream_failed', 'The name servers did not answer. Try again later.', {
      cause: error,
    });
  }
}

/**
 * Domains change hands. Another organization keeps one that it has proven while its own record
 * stands; once that is gone, it loses the domain to the one whose record is there.
 */
async function releaseFromFormerOwner(parts: SingleSignOnParts, domain: DomainRow): Promise<void> {
  const proven = await findProvenDomain(parts.database, domain.domain);
  if (!proven) return;
  const scope = systemScope(proven.organizationId, 'single-sign-on');
  const theirs = await parts.database.withOrganization(scope, (tx) =>
    findDomain(tx, proven.domainId),
  );
  if (!theirs) return;
  if (await isPublished(parts, theirs)) {
    throw new Problem(
      'duplicate',
      'Another organization has proven this domain. Remove its TXT record first.',
    );
  }
  await parts.database.withOrganization(scope, async (tx) => {
    await updateDomain(tx, theirs.id, { verifiedAt: null });
    await recordAudit(tx, {
      action: 'sso.domain_lost',
      target: { type: 'sso_domain', id: theirs.id },
      details: { domain: theirs.domain },
    });
  });
}
