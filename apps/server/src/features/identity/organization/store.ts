/** SQL of an organization's settings. */
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, OrganizationTransaction } from '../../../kernel/db/database.ts';
import { organizations } from '../tables.ts';

export type OrganizationRow = typeof organizations.$inferSelect;

/** The transaction's own organization. */
export async function findOrganization(
  tx: OrganizationTransaction,
): Promise<OrganizationRow | null> {
  const [row] = await tx.orm
    .select()
    .from(organizations)
    .where(eq(organizations.id, tx.scope.organizationId));
  return row ?? null;
}

/** @returns false when the slug is taken, by whomever */
export async function insertOrganizationOnce(
  tx: OrganizationTransaction,
  organization: { name: string; slug: string },
): Promise<boolean> {
  const rows = await tx.orm
    .insert(organizations)
    .values({ id: tx.scope.organizationId, ...organization })
    .onConflictDoNothing()
    .returning({ id: organizations.id });
  return rows.length > 0;
}

/** Changes the settings of that version. @returns null when it is another one by now */
export async function updateSettings(
  tx: OrganizationTransaction,
  version: number,
  changes: Partial<OrganizationRow>,
): Promise<OrganizationRow | null> {
  const before = await findOrganization(tx);
  if (before?.version !== version) return null;
  const [row] = await tx.orm
    .update(organizations)
    .set({ ...changes, version: sql`${organizations.version} + 1` })
    .where(eq(organizations.id, tx.scope.organizationId))
    .returning();
  return row ?? null;
}

export async function markDeleted(tx: OrganizationTransaction): Promise<void> {
  await tx.orm
    .update(organizations)
    .set({ deletedAt: sql`now()` })
    .where(eq(organizations.id, tx.scope.organizationId));
}

const ids = z.array(z.object({ organization_id: z.string() }));

/** Organizations whose time after deletion is over: what retention removes. */
export async function organizationsDeletedBefore(
  database: Database,
  moment: Date,
): Promise<string[]> {
  const rows = await database.lookUp({
    name: 'organizations-deleted-before',
    text: 'select organization_id from organizations_deleted_before($1) as found(organization_id)',
    values: [moment],
  });
  return ids.parse(rows).map((row) => row.organization_id);
}
