/** SQL of service accounts and of the switch that lets them in. */
import { and, desc, eq, isNull, lt, or } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, OrganizationTransaction } from '../../kernel/db/database.ts';
import { type ServiceAccountRow, serviceAccounts } from './tables.ts';

const found = z.object({
  service_account_id: z.string(),
  organization_id: z.string(),
  name: z.string(),
  permissions: z.array(z.string()),
  last_used_at: z.date().nullable(),
});
export type FoundServiceAccount = z.infer<typeof found>;

const switches = z.array(z.object({ enabled: z.boolean() }));

/** The account of a token’s hash that may come in now; asked before an organization is known. */
export async function findByToken(
  database: Database,
  tokenHash: string,
): Promise<FoundServiceAccount | null> {
  const [row] = await database.lookUp({
    name: 'find-service-account',
    text: 'select * from find_service_account($1)',
    values: [tokenHash],
  });
  return row ? found.parse(row) : null;
}

/** Notes a use, unless one was noted since `unlessAfter`. */
export async function noteUse(
  tx: OrganizationTransaction,
  id: string,
  { now, unlessAfter }: { now: Date; unlessAfter: Date },
): Promise<void> {
  const due = or(isNull(serviceAccounts.lastUsedAt), lt(serviceAccounts.lastUsedAt, unlessAfter));
  await tx.orm
    .update(serviceAccounts)
    .set({ lastUsedAt: now })
    .where(and(eq(serviceAccounts.id, id), due));
}

export async function areServiceAccountsEnabled(tx: OrganizationTransaction): Promise<boolean> {
  const rows = await tx.query({
    name: 'service-accounts-enabled',
    text: 'select service_accounts_enabled as enabled from organizations where id = $1',
    values: [tx.scope.organizationId],
  });
  return switches.parse(rows)[0]?.enabled ?? false;
}

/** @returns whether that changed anything */
export async function setServiceAccountsEnabled(
  tx: OrganizationTransaction,
  enabled: boolean,
): Promise<boolean> {
  const rows = await tx.query({
    name: 'set-service-accounts-enabled',
    text: `update organizations set service_accounts_enabled = $2
      where id = $1 and service_accounts_enabled <> $2 returning service_accounts_enabled as enabled`,
    values: [tx.scope.organizationId, enabled],
  });
  return rows.length > 0;
}

export async function listServiceAccounts(
  tx: OrganizationTransaction,
  page: { after: string | null; limit: number },
): Promise<ServiceAccountRow[]> {
  return tx.orm
    .select()
    .from(serviceAccounts)
    .where(page.after === null ? undefined : lt(serviceAccounts.id, page.after))
    .orderBy(desc(serviceAccounts.id))
    .limit(page.limit + 1);
}

export async function findServiceAccount(
  tx: OrganizationTransaction,
  id: string,
): Promise<ServiceAccountRow | null> {
  const [row] = await tx.orm.select().from(serviceAccounts).where(eq(serviceAccounts.id, id));
  return row ?? null;
}

/** @returns null when the organization has one of that name */
export async function insertServiceAccount(
  tx: OrganizationTransaction,
  account: Omit<ServiceAccountRow, 'organizationId' | 'lastUsedAt'>,
): Promise<ServiceAccountRow | null> {
  const [row] = await tx.orm
    .insert(serviceAccounts)
    .values({ ...account, organizationId: tx.scope.organizationId })
    .onConflictDoNothing({ target: [serviceAccounts.organizationId, serviceAccounts.name] })
    .returning();
  return row ?? null;
}

export async function replaceToken(
  tx: OrganizationTransaction,
  id: string,
  token: { tokenHash: string; tokenMadeAt: Date; expiresAt: Date },
): Promise<ServiceAccountRow | null> {
  const [row] = await tx.orm
    .update(serviceAccounts)
    .set(token)
    .where(eq(serviceAccounts.id, id))
    .returning();
  return row ?? null;
}

/** @returns its name; null when there was none */
export async function removeServiceAccount(
  tx: OrganizationTransaction,
  id: string,
): Promise<string | null> {
  const [row] = await tx.orm
    .delete(serviceAccounts)
    .where(eq(serviceAccounts.id, id))
    .returning({ name: serviceAccounts.name });
  return row?.name ?? null;
}
