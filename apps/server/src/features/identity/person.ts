/** The person behind a session: whose address it is, and where the session may act. */
import { eq } from 'drizzle-orm';
import type { Database } from '../../kernel/db/database.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { sessions, users } from './tables.ts';

export interface Person {
  userId: string;
  name: string;
  email: string;
  /** Whether the address was proven to be theirs. */
  isProven: boolean;
  twoFactorEnabled: boolean;
  /** The one organization that a session made by single sign-on speaks for. */
  pinnedOrganizationId: string | null;
}

/** @throws Problem unauthorized when session or person are gone meanwhile */
export async function findPerson(database: Database, caller: Caller): Promise<Person> {
  const [row] = await database.withIdentity((tx) =>
    tx.orm
      .select({
        userId: users.id,
        name: users.name,
        email: users.email,
        isProven: users.emailVerified,
        twoFactorEnabled: users.twoFactorEnabled,
        pinnedOrganizationId: sessions.pinnedOrganizationId,
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(eq(sessions.id, caller.sessionId)),
  );
  if (!row) throw new Problem('unauthorized', 'Sign in to continue.');
  return row;
}

/** A session made by single sign-on speaks for its organization alone (spec 09). */
export function mayActIn(person: Person, organizationId: string): boolean {
  return person.pinnedOrganizationId === null || person.pinnedOrganizationId === organizationId;
}

/**
 * @param organizationId null: beside all organizations there are
 * @throws Problem forbidden for a session that single sign-on made for another organization
 */
export function requireMayActIn(person: Person, organizationId: string | null): void {
  const { pinnedOrganizationId } = person;
  if (pinnedOrganizationId === null || pinnedOrganizationId === organizationId) return;
  throw new Problem(
    'forbidden',
    'This session was made by single sign-on and speaks for that organization alone. Sign in with your password.',
  );
}
