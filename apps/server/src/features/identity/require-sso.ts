import { eq } from 'drizzle-orm';
import type { Database, OrganizationTransaction } from '../../kernel/db/database.ts';
import { organizations, users } from './tables.ts';

/** Whether members of the transaction's organization come in by single sign-on only. */
export async function ssoIsRequired(tx: OrganizationTransaction): Promise<boolean> {
  const [row] = await tx.orm
    .select({ required: organizations.ssoRequired })
    .from(organizations)
    .where(eq(organizations.id, tx.scope.organizationId));
  return row?.required ?? false;
}

/** Password sessions lose their membership, or have it again, with the next request. */
export async function requireSso(tx: OrganizationTransaction, required: boolean): Promise<void> {
  await tx.orm
    .update(organizations)
    .set({ ssoRequired: required })
    .where(eq(organizations.id, tx.scope.organizationId));
}

/** Whether the person has a second factor: an Owner with one keeps the password where it is required. */
export function hasSecondFactor(database: Database, userId: string): Promise<boolean> {
  return database.withIdentity(async (tx) => {
    const [row] = await tx.orm
      .select({ enabled: users.twoFactorEnabled })
      .from(users)
      .where(eq(users.id, userId));
    return row?.enabled ?? false;
  });
}
