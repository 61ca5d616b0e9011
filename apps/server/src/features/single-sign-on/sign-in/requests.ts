/** Sign-ins under way: kept under the hash of what the browser carries, taken once. */
import { eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import { sha256 } from '../../../kernel/crypto/tokens.ts';
import type { Database, OrganizationTransaction } from '../../../kernel/db/database.ts';
import { systemScope } from '../../../kernel/db/scope.ts';
import { type RequestRow, ssoAssertions, ssoRequests } from '../tables.ts';

const found = z.object({ organization_id: z.string(), request_id: z.string() });

export async function insertRequest(
  tx: OrganizationTransaction,
  request: typeof ssoRequests.$inferInsert,
): Promise<void> {
  await tx.orm.insert(ssoRequests).values(request);
}

/** The request of that state or ticket, gone from the table: a second taker finds nothing. */
export async function takeRequest(
  database: Database,
  token: string | undefined,
): Promise<RequestRow | null> {
  if (token === undefined) return null;
  const [row] = await database.lookUp({
    name: 'find-sso-request',
    text: 'select * from find_sso_request($1)',
    values: [sha256(token)],
  });
  if (!row) return null;
  const { organization_id: organizationId, request_id: id } = found.parse(row);
  const scope = systemScope(organizationId, 'single-sign-on');
  return database.withOrganization(scope, async (tx) => {
    const [taken] = await tx.orm.delete(ssoRequests).where(eq(ssoRequests.id, id)).returning();
    return taken ?? null;
  });
}

/** @returns false when the assertion was used before */
export async function useAssertion(
  tx: OrganizationTransaction,
  assertion: { providerId: string; assertionId: string; expiresAt: Date },
): Promise<boolean> {
  const rows = await tx.orm
    .insert(ssoAssertions)
    .values({ ...assertion, organizationId: tx.scope.organizationId })
    .onConflictDoNothing()
    .returning({ id: ssoAssertions.assertionId });
  return rows.length > 0;
}

/** What nobody came back for, and assertions that are too old to be replayed. */
export async function forgetExpired(tx: OrganizationTransaction, now: Date): Promise<void> {
  await tx.orm.delete(ssoRequests).where(lt(ssoRequests.expiresAt, now));
  await tx.orm.delete(ssoAssertions).where(lt(ssoAssertions.expiresAt, now));
}
