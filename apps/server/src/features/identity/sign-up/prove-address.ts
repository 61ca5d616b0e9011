/**
 * The link of a sign-up, opened. Three steps that can be repeated after a crash in between: the
 * address is proven and the account made; the organization is made under the request's own id; the
 * link is used up, and only whoever does that gets a session.
 */
import { sha256 } from '../../../kernel/crypto/tokens.ts';
import type { IdentityTransaction } from '../../../kernel/db/database.ts';
import type { AccountParts } from '../account-parts.ts';
import {
  type AccountRequest,
  consumeByToken,
  deleteRequestsFor,
  findByToken,
  updateRequest,
} from '../account-requests/store.ts';
import { forgetUnproven, insertUser, storePassword, updateUser } from '../account-store.ts';
import { linkIsOver } from '../link-is-over.ts';
import { requireSoundPassword } from '../password/require-sound-password.ts';
import { findUser, findUserByEmail } from '../store.ts';
import { makeFirstOrganization } from './make-first-organization.ts';

export interface ProveAddressWish {
  token: string;
  /** Chosen by whoever opened the link. */
  password: string | null;
  /** The token that the browser got when it signed up. */
  browser: string | null;
  userAgent: string | null;
}

export interface ProvenAddress {
  user: { id: string; name: string; email: string };
  organization: { id: string; name: string; slug: string } | null;
  passwordSet: boolean;
  sessionToken: string;
}

/**
 * @throws Problem not_found when the link was used or its hour is over
 * @throws Problem validation_failed for a password that is not to be taken
 */
export async function proveAddress(
  parts: AccountParts,
  wish: ProveAddressWish,
): Promise<ProvenAddress> {
  const { database, clock, auth } = parts;
  const link = { kind: 'sign_up', tokenHash: sha256(wish.token), now: clock.now() } as const;
  const request = await database.withIdentity((tx) => findByToken(tx, link));
  if (!request) throw linkIsOver();
  const passwordHash = await passwordOf(parts, request, wish);
  const userId = await database.withIdentity((tx) => makeAccount(tx, link, passwordHash));
  const organization = await makeFirstOrganization(database, {
    id: request.id,
    name: request.organizationName ?? request.email,
    ownerId: userId,
  });
  const user = await database.withIdentity(async (tx) => {
    const used = await consumeByToken(tx, link);
    return used ? findUser(tx, userId) : null;
  });
  if (!user) throw linkIsOver();
  const sessionToken = await auth.createSession({
    userId,
    userAgent: wish.userAgent,
    organizationId: organization.id,
  });
  return { user, organization, passwordSet: passwordHash !== null, sessionToken };
}

/** The hash to store; null when nobody who proved the address has chosen a password. */
async function passwordOf(
  { auth }: AccountParts,
  request: AccountRequest,
  { password, browser }: ProveAddressWish,
): Promise<string | null> {
  if (password !== null) {
    requireSoundPassword(password, request);
    return auth.hashPassword(password, true);
  }
  const isSameBrowser = browser !== null && sha256(browser) === request.browserHash;
  return isSameBrowser ? request.passwordHash : null;
}

/** Proves the address, and makes the account of whoever holds it. @returns the user's id */
async function makeAccount(
  tx: IdentityTransaction,
  link: { kind: 'sign_up'; tokenHash: string; now: Date },
  passwordHash: string | null,
): Promise<string> {
  const request = await findByToken(tx, { ...link, lock: true });
  if (!request) throw linkIsOver();
  // The same link, after a crash further on.
  if (request.provenAt && request.userId) return request.userId;
  const userId = await provenUser(tx, request);
  if (userId === null) throw linkIsOver();
  if (passwordHash !== null) await storePassword(tx, userId, passwordHash);
  await deleteRequestsFor(tx, request.email, request.id);
  await updateRequest(tx, request.id, { userId, provenAt: link.now });
  return userId;
}

/** Null when the address was proven another way since the mail was sent: that account stays as it is. */
async function provenUser(
  tx: IdentityTransaction,
  { email, name }: AccountRequest,
): Promise<string | null> {
  const known = await findUserByEmail(tx, email);
  if (known?.emailVerified) return null;
  if (!known) return insertUser(tx, { name: name ?? email, email });
  await forgetUnproven(tx, known.id);
  await updateUser(tx, known.id, { name: name ?? known.name, emailVerified: true });
  return known.id;
}
