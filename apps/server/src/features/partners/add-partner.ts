import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import { partners } from './tables.ts';

/** Adds a partner to the organization. @returns its id */
export async function addPartner(
  tx: OrganizationTransaction,
  partner: { name: string; domain: string | null },
): Promise<string> {
  const id = newId();
  await tx.orm.insert(partners).values({ id, organizationId: tx.scope.organizationId, ...partner });
  return id;
}
