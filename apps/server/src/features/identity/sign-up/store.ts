import { eq } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../../kernel/db/database.ts';
import { organizations } from '../tables.ts';

const columns = { id: organizations.id, name: organizations.name, slug: organizations.slug };

/** The transaction's own organization, if it is there. */
export async function findOrganization(tx: OrganizationTransaction) {
  const [row] = await tx.orm
    .select(columns)
    .from(organizations)
    .where(eq(organizations.id, tx.scope.organizationId));
  return row ?? null;
}

/** False when id or slug is taken. */
export async function insertOrganizationIfFree(
  tx: OrganizationTransaction,
  organization: { id: string; name: string; slug: string },
): Promise<boolean> {
  const rows = await tx.orm
    .insert(organizations)
    .values(organization)
    .onConflictDoNothing()
    .returning({ id: organizations.id });
  return rows.length > 0;
}
