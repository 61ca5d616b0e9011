import { and, eq, gt, isNotNull, isNull, lt, ne } from 'drizzle-orm';
import type { IdentityTransaction } from '../../../kernel/db/database.ts';
import { accountRequests } from './tables.ts';

export type AccountRequest = typeof accountRequests.$inferSelect;
export type AccountRequestKind = AccountRequest['kind'];

export async function insertRequest(
  tx: IdentityTransaction,
  request: typeof accountRequests.$inferInsert,
): Promise<void> {
  await tx.orm.insert(accountRequests).values(request);
}

/** The request, while nobody has made its mail yet. */
export async function findUnanswered(
  tx: IdentityTransaction,
  id: string,
): Promise<AccountRequest | null> {
  const [row] = await tx.orm
    .select()
    .from(accountRequests)
    .where(and(eq(accountRequests.id, id), isNull(accountRequests.tokenHash)))
    .for('update');
  return row ?? null;
}

/** Until the transaction ends nobody else answers this address: each would count the mails without the other's. */
export async function lockAddressee(
  tx: IdentityTransaction,
  { email, kind }: Pick<AccountRequest, 'email' | 'kind'>,
): Promise<void> {
  await tx.query({
    name: 'lock-addressee',
    text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
    values: [`account request ${kind} ${email}`],
  });
}

/** Mails made for the address since then, of that kind. */
export async function countAnsweredSince(
  tx: IdentityTransaction,
  { email, kind }: Pick<AccountRequest, 'email' | 'kind'>,
  moment: Date,
): Promise<number> {
  return tx.orm.$count(
    accountRequests,
    and(
      eq(accountRequests.email, email),
      eq(accountRequests.kind, kind),
      isNotNull(accountRequests.tokenHash),
      gt(accountRequests.createdAt, moment),
    ),
  );
}

export async function updateRequest(
  tx: IdentityTransaction,
  id: string,
  changes: Partial<typeof accountRequests.$inferInsert>,
): Promise<void> {
  await tx.orm.update(accountRequests).set(changes).where(eq(accountRequests.id, id));
}

/** What the link stands for, while it works; `lock` keeps others from acting on it meanwhile. */
export async function findByToken(
  tx: IdentityTransaction,
  link: { kind: AccountRequestKind; tokenHash: string; now: Date; lock?: boolean },
): Promise<AccountRequest | null> {
  const query = tx.orm.select().from(accountRequests).where(worksFor(link));
  const [row] = await (link.lock ? query.for('update') : query);
  return row ?? null;
}

/** Uses the link up: only one caller ever gets the request. */
export async function consumeByToken(
  tx: IdentityTransaction,
  link: { kind: AccountRequestKind; tokenHash: string; now: Date },
): Promise<AccountRequest | null> {
  const [row] = await tx.orm.delete(accountRequests).where(worksFor(link)).returning();
  return row ?? null;
}

function worksFor({
  kind,
  tokenHash,
  now,
}: {
  kind: AccountRequestKind;
  tokenHash: string;
  now: Date;
}) {
  return and(
    eq(accountRequests.kind, kind),
    eq(accountRequests.tokenHash, tokenHash),
    gt(accountRequests.expiresAt, now),
  );
}

export async function deleteRequest(tx: IdentityTransaction, id: string): Promise<void> {
  await tx.orm.delete(accountRequests).where(eq(accountRequests.id, id));
}

export async function deleteRequestsOfUser(tx: IdentityTransaction, userId: string): Promise<void> {
  await tx.orm.delete(accountRequests).where(eq(accountRequests.userId, userId));
}

/** All that was asked for about the address, except one request. */
export async function deleteRequestsFor(
  tx: IdentityTransaction,
  email: string,
  exceptId: string | null = null,
): Promise<void> {
  await tx.orm
    .delete(accountRequests)
    .where(
      and(
        eq(accountRequests.email, email),
        exceptId === null ? undefined : ne(accountRequests.id, exceptId),
      ),
    );
}

export async function deleteRequestsBefore(tx: IdentityTransaction, moment: Date): Promise<void> {
  await tx.orm.delete(accountRequests).where(lt(accountRequests.expiresAt, moment));
}
