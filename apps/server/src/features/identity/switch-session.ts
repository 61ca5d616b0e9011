/** Acts after which a session goes on under a new token: a stolen older one is worth nothing then. */
import { randomToken, sha256 } from '../../kernel/crypto/tokens.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import { notFound, Problem } from '../../kernel/http/problem.ts';
import type { AccountParts } from './account-parts.ts';
import { idleSeconds } from './auth-library.ts';
import { reachableOrganizations } from './reachable-organizations.ts';
import type { SessionCookie } from './session-cookie.ts';
import { confirmationKey } from './sign-in-delays/delays.ts';
import { updateSession } from './store.ts';
import { useCode } from './two-factor/use-code.ts';

/**
 * Makes another of the person's organizations the active one.
 * @returns the new cookie
 * @throws Problem not_found when they belong to no such organization
 * @throws Problem forbidden when the session was made by another organization's single sign-on
 * @throws Problem not_found when they belong to no such organization, prerequisite_missing where it
 *   asks for single sign-on
 */
export async function setActiveOrganization(
  { database, cookie }: Pick<AccountParts, 'database' | 'cookie'>,
  caller: Caller,
  organizationId: string,
): Promise<string> {
  const { pinnedOrganizationId } = caller;
  // Told of every other organization alike: whether the person belongs there is not this one's to know.
  if (pinnedOrganizationId !== null && pinnedOrganizationId !== organizationId) {
    throw new Problem(
      'forbidden',
      'You came in by single sign-on of one organization. Sign in to another one by its own way.',
    );
  }
  const { open, behindSso } = await reachableOrganizations(database, caller);
  if (behindSso.some(({ id }) => id === organizationId)) {
    throw new Problem('prerequisite_missing', 'This organization asks for single sign-on.');
  }
  if (!open.some(({ id }) => id === organizationId)) throw notFound('Organization');
  return renewToken(database, cookie, caller, { activeOrganizationId: organizationId });
}

/**
 * Notes that the person has just proven who they are, by password or by a code of their second factor.
 * @returns the new cookie
 * @throws Problem forbidden when the proof is wrong; rate_limited after too many wrong ones
 */
export async function confirmIdentity(
  parts: AccountParts,
  caller: Caller,
  proof: { password: string } | { code: string },
): Promise<string> {
  const { database, cookie, clock, delays } = parts;
  const key = confirmationKey(caller.userId);
  await delays.begin(key);
  if ('code' in proof) await requireCode(parts, caller, proof.code);
  else await requirePassword(parts, caller, proof.password);
  await delays.forget(key);
  return renewToken(database, cookie, caller, { confirmedAt: clock.now() });
}

/** @throws Problem forbidden */
async function requirePassword(
  { auth }: AccountParts,
  { userId }: Caller,
  password: string,
): Promise<void> {
  if (!(await auth.checkPassword(userId, password))) {
    throw new Problem('forbidden', 'The password is wrong.');
  }
}

/** @throws Problem forbidden, prerequisite_missing */
async function requireCode(
  { database, clock, box }: AccountParts,
  { userId }: Caller,
  code: string,
): Promise<void> {
  const outcome = await database.withIdentity((tx) =>
    useCode(tx, box, { userId, code, now: clock.now() }),
  );
  if (outcome === 'right') return;
  if (outcome === 'wrong') throw new Problem('forbidden', 'The code is wrong.');
  throw new Problem(
    'prerequisite_missing',
    'Two-factor authentication is not set up: give your password.',
  );
}

/**
 * Gives the session a new token.
 * @returns the new cookie
 * @throws Problem unauthorized when the session is gone
 */
export async function renewToken(
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
