/** Acts after which a session goes on under a new token: a stolen older one is worth nothing then. */
import type { Clock } from '../../kernel/clock.ts';
import { randomToken, sha256 } from '../../kernel/crypto/tokens.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import { notFound, Problem } from '../../kernel/http/problem.ts';
import { type AuthLibrary, idleSeconds } from './auth-library.ts';
import { reachableOrganizations } from './reachable-organizations.ts';
import type { SessionCookie } from './session-cookie.ts';
import { updateSession } from './store.ts';

export interface SwitchParts {
  database: Database;
  auth: AuthLibrary;
  cookie: SessionCookie;
  clock: Clock;
}

/**
 * Makes another of the person's organizations the active one.
 * @returns the new cookie
 * @throws Problem not_found when they belong to no such organization, prerequisite_missing where it
 *   asks for single sign-on
 */
export async function setActiveOrganization(
  { database, cookie }: SwitchParts,
  caller: Caller,
  organizationId: string,
): Promise<string> {
  const { open, behindSso } = await reachableOrganizations(database, caller);
  if (behindSso.some(({ id }) => id === organizationId)) {
    throw new Problem('prerequisite_missing', 'This organization asks for single sign-on.');
  }
  if (!open.some(({ id }) => id === organizationId)) throw notFound('Organization');
  return renewToken(database, cookie, caller, { activeOrganizationId: organizationId });
}

/**
 * Notes that the person has just proven who they are.
 * @returns the new cookie
 * @throws Problem forbidden when the password is wrong
 */
export async function confirmIdentity(
  { database, cookie, auth, clock }: SwitchParts,
  caller: Caller,
  proof: { password: string } | { code: string },
): Promise<string> {
  if ('code' in proof) {
    throw new Problem(
      'prerequisite_missing',
      'Two-factor authentication is not set up: give your password.',
    );
  }
  const right = await auth.checkPassword(caller.userId, proof.password);
  if (!right) throw new Problem('forbidden', 'The password is wrong.');
  return renewToken(database, cookie, caller, { confirmedAt: clock.now() });
}

async function renewToken(
  database: Database,
  cookie: SessionCookie,
  caller: Caller,
  changes: { activeOrganizationId?: string; confirmedAt?: Date },
): Promise<string> {
  const token = randomToken();
  const updated = await database.withIdentity((tx) =>
    updateSession(tx, caller.sessionId, { ...changes, token: sha256(token) }),
  );
  if (!updated) throw new Problem('unauthorized', 'Sign in to continue.');
  return cookie.write(token, idleSeconds);
}
