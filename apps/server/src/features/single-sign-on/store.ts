/** SQL of providers, domains and identities. */
import { and, asc, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, OrganizationTransaction } from '../../kernel/db/database.ts';
import {
  type DomainRow,
  type ProviderRow,
  ssoDomains,
  ssoIdentities,
  ssoProviders,
} from './tables.ts';

interface Page {
  after: string | null;
  limit: number;
}

export async function insertProvider(
  tx: OrganizationTransaction,
  provider: typeof ssoProviders.$inferInsert,
): Promise<ProviderRow | null> {
  const [row] = await tx.orm.insert(ssoProviders).values(provider).returning();
  return row ?? null;
}

export async function findProvider(
  tx: OrganizationTransaction,
  providerId: string,
  lock?: 'update' | 'share',
): Promise<ProviderRow | null> {
  const query = tx.orm.select().from(ssoProviders).where(eq(ssoProviders.id, providerId));
  const [row] = await (lock ? query.for(lock) : query);
  return row ?? null;
}

/** By id, one more than the limit. */
export async function listProviders(
  tx: OrganizationTransaction,
  { after, limit }: Page,
): Promise<ProviderRow[]> {
  return tx.orm
    .select()
    .from(ssoProviders)
    .where(after === null ? undefined : gt(ssoProviders.id, after))
    .orderBy(asc(ssoProviders.id))
    .limit(limit + 1);
}

export async function updateProvider(
  tx: OrganizationTransaction,
  providerId: string,
  changes: Partial<typeof ssoProviders.$inferInsert>,
): Promise<ProviderRow | null> {
  const [row] = await tx.orm
    .update(ssoProviders)
    .set({ ...changes, version: sql`${ssoProviders.version} + 1`, updatedAt: sql`now()` })
    .where(eq(ssoProviders.id, providerId))
    .returning();
  return row ?? null;
}

export async function deleteProvider(tx: OrganizationTransaction, id: string): Promise<void> {
  await tx.orm.delete(ssoProviders).where(eq(ssoProviders.id, id));
}

export async function insertDomain(
  tx: OrganizationTransaction,
  domain: typeof ssoDomains.$inferInsert,
): Promise<DomainRow | null> {
  const [row] = await tx.orm.insert(ssoDomains).values(domain).onConflictDoNothing().returning();
  return row ?? null;
}

export async function findDomain(
  tx: OrganizationTransaction,
  domainId: string,
): Promise<DomainRow | null> {
  const [row] = await tx.orm.select().from(ssoDomains).where(eq(ssoDomains.id, domainId));
  return row ?? null;
}

/** By id, one more than the limit. */
export async function listDomains(
  tx: OrganizationTransaction,
  { after, limit }: Page,
): Promise<DomainRow[]> {
  return tx.orm
    .select()
    .from(ssoDomains)
    .where(after === null ? undefined : gt(ssoDomains.id, after))
    .orderBy(asc(ssoDomains.id))
    .limit(limit + 1);
}

export async function updateDomain(
  tx: OrganizationTransaction,
  domainId: string,
  changes: Partial<typeof ssoDomains.$inferInsert>,
): Promise<DomainRow | null> {
  const [row] = await tx.orm
    .update(ssoDomains)
    .set(changes)
    .where(eq(ssoDomains.id, domainId))
    .returning();
  return row ?? null;
}

export async function deleteDomain(tx: OrganizationTransaction, id: string): Promise<boolean> {
  const rows = await tx.orm
    .delete(ssoDomains)
    .where(eq(ssoDomains.id, id))
    .returning({ id: ssoDomains.id });
  return rows.length > 0;
}

/** Hands exactly these domains to the provider. @returns false when one is not the organization's */
export async function assignDomains(
  tx: OrganizationTransaction,
  providerId: string,
  domainIds: readonly string[],
): Promise<boolean> {
  await tx.orm
    .update(ssoDomains)
    .set({ providerId: null })
    .where(eq(ssoDomains.providerId, providerId));
  if (domainIds.length === 0) return true;
  const rows = await tx.orm
    .update(ssoDomains)
    .set({ providerId })
    .where(inArray(ssoDomains.id, [...domainIds]))
    .returning({ id: ssoDomains.id });
  return rows.length === new Set(domainIds).size;
}

/** Domain ids by the provider that speaks for them. */
export async function domainsByProvider(
  tx: OrganizationTransaction,
): Promise<Map<string, string[]>> {
  const rows = await tx.orm
    .select({ id: ssoDomains.id, providerId: ssoDomains.providerId })
    .from(ssoDomains)
    .where(isNotNull(ssoDomains.providerId))
    .orderBy(asc(ssoDomains.id));
  const domains = new Map<string, string[]>();
  for (const { id, providerId } of rows) {
    if (providerId) domains.set(providerId, [...(domains.get(providerId) ?? []), id]);
  }
  return domains;
}

/** Whether the organization has proven the domain and given it to the provider. */
export async function speaksForDomain(
  tx: OrganizationTransaction,
  providerId: string,
  domain: string,
): Promise<boolean> {
  const rows = await tx.orm
    .select({ id: ssoDomains.id })
    .from(ssoDomains)
    .where(
      and(
        eq(ssoDomains.domain, domain),
        eq(ssoDomains.providerId, providerId),
        isNotNull(ssoDomains.verifiedAt),
      ),
    );
  return rows.length > 0;
}

/** Providers that can sign somebody in: switched on, with a proven domain. */
export async function usableProviders(tx: OrganizationTransaction): Promise<string[]> {
  const rows = await tx.orm
    .selectDistinct({ id: ssoProviders.id })
    .from(ssoProviders)
    .innerJoin(ssoDomains, eq(ssoDomains.providerId, ssoProviders.id))
    .where(and(eq(ssoProviders.enabled, true), isNotNull(ssoDomains.verifiedAt)));
  return rows.map(({ id }) => id);
}

export async function findIdentity(
  tx: OrganizationTransaction,
  providerId: string,
  person: { subject: string } | { userId: string },
): Promise<{ id: string; subject: string; userId: string } | null> {
  const [row] = await tx.orm
    .select()
    .from(ssoIdentities)
    .where(
      and(
        eq(ssoIdentities.providerId, providerId),
        'subject' in person
          ? eq(ssoIdentities.subject, person.subject)
          : eq(ssoIdentities.userId, person.userId),
      ),
    );
  return row ?? null;
}

/** @returns false when the subject or the user is linked otherwise, a moment ago */
export async function insertIdentity(
  tx: OrganizationTransaction,
  identity: typeof ssoIdentities.$inferInsert,
): Promise<boolean> {
  const rows = await tx.orm
    .insert(ssoIdentities)
    .values(identity)
    .onConflictDoNothing()
    .returning({ id: ssoIdentities.id });
  return rows.length > 0;
}

export async function touchIdentity(
  tx: OrganizationTransaction,
  id: string,
  lastUsedAt: Date,
): Promise<void> {
  await tx.orm.update(ssoIdentities).set({ lastUsedAt }).where(eq(ssoIdentities.id, id));
}

const provenDomain = z.object({
  organization_id: z.string(),
  domain_id: z.string(),
  provider_id: z.string().nullable(),
});

/** Who has proven the domain, and the enabled provider that speaks for it. */
export async function findProvenDomain(database: Database, domain: string) {
  const [row] = await database.lookUp({
    name: 'find-sso-domain',
    text: 'select * from find_sso_domain($1)',
    values: [domain],
  });
  if (!row) return null;
  const found = provenDomain.parse(row);
  return {
    organizationId: found.organization_id,
    domainId: found.domain_id,
    providerId: found.provider_id,
  };
}

const found = z.object({ organization_id: z.string() });

/** Whose provider it is; asked where no organization is known yet. */
export async function organizationOfProvider(
  database: Database,
  providerId: string,
): Promise<string | null> {
  const [row] = await database.lookUp({
    name: 'find-sso-provider',
    text: 'select organization_id from find_sso_provider($1) as found(organization_id)',
    values: [providerId],
  });
  return row ? found.parse(row).organization_id : null;
}
