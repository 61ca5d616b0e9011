import { eq } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { partners } from './tables.ts';

/** The partner's name, or null when the scope does not see it. */
export async function findPartnerName(
  tx: OrganizationTransaction,
  partnerId: string,
): Promise<string | null> {
  const [row] = await tx.orm
    .select({ name: partners.name })
    .from(partners)
    .where(eq(partners.id, partnerId));
  return row?.name ?? null;
}
