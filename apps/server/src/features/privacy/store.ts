/** SQL of requests, of the person they are about, and of who must not come back. */
import { and, desc, eq, inArray, isNotNull, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import type { Person } from './person.ts';
import { type PrivacyRow, privacyRequests, suppressions } from './tables.ts';

export async function insertRequest(
  tx: OrganizationTransaction,
  row: typeof privacyRequests.$inferInsert,
): Promise<void> {
  await tx.orm.insert(privacyRequests).values(row);
}

export async function findRequest(
  tx: OrganizationTransaction,
  requestId: string,
): Promise<PrivacyRow | null> {
  const [row] = await tx.orm
    .select()
    .from(privacyRequests)
    .where(eq(privacyRequests.id, requestId));
  return row ?? null;
}

/** Newest first, one more than the limit; without the gathered data, which can be large. */
export async function listRequests(
  tx: OrganizationTransaction,
  page: { after: string | null; limit: number },
): Promise<Omit<PrivacyRow, 'contentSealed'>[]> {
  const { id, organizationId, kind, state, emailSealed, subjectHash } = privacyRequests;
  const { requestedBy, createdAt, finishedAt, expiresAt } = privacyRequests;
  return tx.orm
    .select({
      ...{ id, organizationId, kind, state, emailSealed, subjectHash },
      ...{ requestedBy, createdAt, finishedAt, expiresAt },
    })
    .from(privacyRequests)
    .where(page.after === null ? undefined : lt(privacyRequests.id, page.after))
    .orderBy(desc(privacyRequests.id))
    .limit(page.limit + 1);
}

export async function updateRequest(
  tx: OrganizationTransaction,
  requestId: string,
  changes: Partial<typeof privacyRequests.$inferInsert>,
): Promise<void> {
  await tx.orm.update(privacyRequests).set(changes).where(eq(privacyRequests.id, requestId));
}

/** Ends exports that are past their days, or all of one person's. */
export async function expireExports(
  tx: OrganizationTransaction,
  which: { before: Date } | { subjectHash: string },
): Promise<void> {
  const chosen =
    'before' in which
      ? lt(privacyRequests.expiresAt, which.before)
      : eq(privacyRequests.subjectHash, which.subjectHash);
  await tx.orm
    .update(privacyRequests)
    .set({ state: 'expired', contentSealed: null, emailSealed: null })
    .where(
      and(
        eq(privacyRequests.kind, 'export'),
        inArray(privacyRequests.state, ['queued', 'done']),
        'before' in which ? isNotNull(privacyRequests.expiresAt) : undefined,
        chosen,
      ),
    );
}

export async function insertSuppression(
  tx: OrganizationTransaction,
  subjectHash: string,
): Promise<void> {
  const { organizationId } = tx.scope;
  await tx.orm.insert(suppressions).values({ organizationId, subjectHash }).onConflictDoNothing();
}

export async function hasSuppression(
  tx: OrganizationTransaction,
  subjectHash: string,
): Promise<boolean> {
  const rows = await tx.orm
    .select({ subjectHash: suppressions.subjectHash })
    .from(suppressions)
    .where(eq(suppressions.subjectHash, subjectHash));
  return rows.length > 0;
}

const users = z.array(z.object({ user_id: z.string(), name: z.string(), elsewhere: z.boolean() }));
const contacts = z.array(z.object({ id: z.string(), name: z.string() }));

/** The user and contacts of that address in the organization. */
export async function findPerson(tx: OrganizationTransaction, email: string): Promise<Person> {
  const foundUsers = await tx.query({
    name: 'person-of-address',
    text: 'select user_id, name, elsewhere from person_of_address($1)',
    values: [email],
  });
  const foundContacts = await tx.query({
    name: 'contacts-of-address',
    text: `select id, first_name || ' ' || last_name as name from contacts where email = lower($1)`,
    values: [email],
  });
  const [user] = users.parse(foundUsers);
  return {
    email,
    user: user ? { id: user.user_id, name: user.name, elsewhere: user.elsewhere } : null,
    contacts: contacts.parse(foundContacts),
  };
}
