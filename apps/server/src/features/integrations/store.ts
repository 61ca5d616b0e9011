/** SQL of connections: reading, connecting, tokens, failures. */
import { and, asc, eq, isNull, lt, ne, or, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { type ConnectionRow, connections, type OAuthStateRow, oauthStates } from './tables.ts';

export async function findConnection(
  tx: OrganizationTransaction,
  connectionId: string,
): Promise<ConnectionRow | null> {
  const [row] = await tx.orm.select().from(connections).where(eq(connections.id, connectionId));
  return row ?? null;
}

/** The same, locked until the transaction ends. */
export async function lockConnection(
  tx: OrganizationTransaction,
  connectionId: string,
): Promise<ConnectionRow | null> {
  const [row] = await tx.orm
    .select()
    .from(connections)
    .where(eq(connections.id, connectionId))
    .for('update');
  return row ?? null;
}

export async function listConnections(tx: OrganizationTransaction): Promise<ConnectionRow[]> {
  // An organization has a handful; the bound is a seat belt.
  return tx.orm
    .select()
    .from(connections)
    .orderBy(asc(connections.createdAt), asc(connections.id))
    .limit(200);
}

export async function findByAccount(
  tx: OrganizationTransaction,
  platform: ConnectionRow['platform'],
  accountId: string,
): Promise<ConnectionRow | null> {
  const [row] = await tx.orm
    .select()
    .from(connections)
    .where(and(eq(connections.platform, platform), eq(connections.accountId, accountId)))
    .for('update');
  return row ?? null;
}

/** @returns false when the account has a connection already, made a moment ago; nothing is stored then */
export async function insertConnection(
  tx: OrganizationTransaction,
  connection: typeof connections.$inferInsert,
): Promise<boolean> {
  const rows = await tx.orm
    .insert(connections)
    .values(connection)
    .onConflictDoNothing()
    .returning({ id: connections.id });
  return rows.length > 0;
}

export async function updateConnection(
  tx: OrganizationTransaction,
  connectionId: string,
  changes: ConnectionChanges,
): Promise<void> {
  await tx.orm
    .update(connections)
    .set({ ...changes, updatedAt: sql`now()` })
    .where(eq(connections.id, connectionId));
}
/** Columns to set, as values or SQL. */
export type ConnectionChanges = PgUpdateSetSource<typeof connections>;

/**
 * Takes the right to refresh the tokens of this version, by the database's clock. The caller sends
 * the refresh token only when it gets the row back.
 */
export async function takeRefreshLease(
  tx: OrganizationTransaction,
  connectionId: string,
  version: number,
): Promise<ConnectionRow | null> {
  const [row] = await tx.orm
    .update(connections)
    .set({
      refreshLeaseUntil: sql`now() + interval '60 seconds'`,
      refreshSentAt: sql`now()`,
    })
    .where(
      and(
        eq(connections.id, connectionId),
        eq(connections.tokenVersion, version),
        or(isNull(connections.refreshLeaseUntil), lt(connections.refreshLeaseUntil, sql`now()`)),
      ),
    )
    .returning();
  return row ?? null;
}

/**
 * Whether a refresh of unknown outcome was sent less than 30 s ago, by the database's clock. Locks the
 * row until the transaction ends: between this answer and taking the lease nobody may let a lease go
 * in doubt, or the refresh token would be sent a second time at once.
 */
export async function isRefreshInDoubt(
  tx: OrganizationTransaction,
  connectionId: string,
): Promise<{ inDoubt: boolean; recent: boolean }> {
  const [row] = await tx.orm
    .select({
      inDoubt: sql<boolean>`${connections.refreshInDoubt} or (${connections.refreshSentAt} is not null
        and ${connections.refreshLeaseUntil} < now())`,
      recent: sql<boolean>`coalesce(${connections.refreshSentAt} > now() - interval '30 seconds', false)`,
    })
    .from(connections)
    .where(eq(connections.id, connectionId))
    .for('update');
  return row ?? { inDoubt: false, recent: false };
}

/** Notes how a refresh failed, unless other tokens have come meanwhile: it says nothing of those. */
export async function noteFailedRefresh(
  tx: OrganizationTransaction,
  connectionId: string,
  sentVersion: number,
  changes: ConnectionChanges,
): Promise<void> {
  await tx.orm
    .update(connections)
    .set({ ...changes, refreshLeaseUntil: null, updatedAt: sql`now()` })
    .where(and(eq(connections.id, connectionId), eq(connections.tokenVersion, sentVersion)));
}

/**
 * Stores the merged token set of a refresh.
 * @returns false when the connection was disconnected or connected anew meanwhile
 */
export async function storeRefreshedTokens(
  tx: OrganizationTransaction,
  connectionId: string,
  sentVersion: number,
  tokens: ConnectionChanges,
): Promise<boolean> {
  const rows = await tx.orm
    .update(connections)
    .set({
      ...tokens,
      tokenVersion: sentVersion + 1,
      refreshLeaseUntil: null,
      refreshSentAt: null,
      refreshInDoubt: false,
      updatedAt: sql`now()`,
    })
    .where(
      and(
        eq(connections.id, connectionId),
        eq(connections.tokenVersion, sentVersion),
        ne(connections.status, 'disconnected'),
      ),
    )
    .returning({ id: connections.id });
  return rows.length > 0;
}

export async function insertOAuthState(
  tx: OrganizationTransaction,
  state: typeof oauthStates.$inferInsert,
): Promise<void> {
  await tx.orm.delete(oauthStates).where(lt(oauthStates.expiresAt, sql`now() - interval '1 day'`));
  await tx.orm.insert(oauthStates).values(state);
}

/** Takes the state out for good: of two callbacks at once exactly one gets it. */
export async function consumeOAuthState(
  tx: OrganizationTransaction,
  stateId: string,
): Promise<OAuthStateRow | null> {
  const [row] = await tx.orm.delete(oauthStates).where(eq(oauthStates.id, stateId)).returning();
  return row ?? null;
}

/** Connections whose schema has expired and that can be read, for the daily refresh. */
export async function listDueConnections(tx: OrganizationTransaction): Promise<string[]> {
  const rows = await tx.orm
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(
        or(eq(connections.status, 'active'), eq(connections.status, 'error')),
        or(
          isNull(connections.schemaExpiresAt),
          lt(connections.schemaExpiresAt, sql`now() + interval '10 minutes'`),
        ),
      ),
    );
  return rows.map((row) => row.id);
}
