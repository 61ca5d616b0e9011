import { sha256 } from '../../kernel/crypto/tokens.ts';
import { Problem } from '../../kernel/http/problem.ts';
import type { AccountParts } from './account-parts.ts';
import type { AuthUser } from './auth-library.ts';
import { finishSignIn, type SignedIn } from './finish-sign-in.ts';
import { delayKey } from './sign-in-delays/delays.ts';
import { beginChallenge } from './two-factor/challenge.ts';

export interface SignInAttempt {
  email: string;
  password: string;
  userAgent: string | null;
  /** The request's cookies, for what says that this device was here before. */
  cookies: string | null;
}

export type SignInOutcome =
  | ({ kind: 'signed_in'; user: AuthUser } & SignedIn)
  | { kind: 'challenge'; user: AuthUser; token: string };

/**
 * Checks address and password, and makes a session or, for a person with a second factor, a challenge.
 * @throws Problem unauthorized, the same for an unknown address and a wrong password
 * @throws Problem rate_limited after too many failures, or while too many wait
 */
export async function signIn(
  parts: AccountParts,
  { email, password, userAgent, cookies }: SignInAttempt,
  requestId: string,
): Promise<SignInOutcome> {
  const { auth, delays, limits, knownDevice } = parts;
  const device = knownDevice.read(cookies, email);
  const isKnown = device !== null;
  const key = delayKey(email, device);
  auth.assertRoom(isKnown);
  await limits.take('sign_in', [{ kind: 'account', id: sha256(key).slice(0, 32) }]);
  await delays.begin(key);
  const found = await auth.checkCredentials({ email, password, urgent: isKnown });
  if (!found) throw new Problem('unauthorized', 'E-mail address or password is wrong.');
  const user = { id: found.id, name: found.name, email: found.email };
  if (found.twoFactorEnabled) {
    return { kind: 'challenge', user, token: await beginChallenge(parts, found.id) };
  }
  await delays.forget(key);
  return {
    kind: 'signed_in',
    user,
    ...(await finishSignIn(parts, user, { userAgent, requestId })),
  };
}
