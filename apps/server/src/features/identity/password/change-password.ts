import type { Caller } from '../../../kernel/http/caller.ts';
import { Problem } from '../../../kernel/http/problem.ts';
import { queueMail } from '../../mail/index.ts';
import type { AccountParts } from '../account-parts.ts';
import { deleteRequestsOfUser } from '../account-requests/store.ts';
import { endSessions, storePassword } from '../account-store.ts';
import { auditCaller } from '../audit-account.ts';
import { requireFreeSession } from '../own-session.ts';
import { confirmationKey } from '../sign-in-delays/delays.ts';
import { findUser } from '../store.ts';
import { renewToken } from '../switch-session.ts';
import { requireSoundPassword } from './require-sound-password.ts';

export interface PasswordChange {
  currentPassword: string;
  password: string;
  endOtherSessions: boolean;
}

/**
 * @returns the session's new cookie
 * @throws Problem forbidden when the current password is wrong
 * @throws Problem validation_failed for a password that is not to be taken
 */
export async function changePassword(
  parts: AccountParts,
  caller: Caller,
  change: PasswordChange,
  requestId: string,
): Promise<string> {
  const { database, auth, delays, clock, cookie } = parts;
  const person = await database.withIdentity(async (tx) => {
    await requireFreeSession(tx, caller);
    return findUser(tx, caller.userId);
  });
  if (!person) throw new Problem('unauthorized', 'Sign in to continue.');
  requireSoundPassword(change.password, person);
  const key = confirmationKey(caller.userId);
  await delays.begin(key);
  if (!(await auth.checkPassword(caller.userId, change.currentPassword))) {
    throw new Problem('forbidden', 'The password is wrong.');
  }
  await delays.forget(key);
  const hash = await auth.hashPassword(change.password, true);
  await database.withIdentity(async (tx) => {
    await storePassword(tx, caller.userId, hash);
    await deleteRequestsOfUser(tx, caller.userId);
    if (change.endOtherSessions) await endSessions(tx, caller.userId, caller.sessionId);
    await queueMail(tx, parts.mailQueue, {
      to: person.email,
      template: 'account.password-changed',
      values: { name: person.name },
      organizationId: null,
    });
  });
  await auditCaller(database, caller, { action: 'password.changed', requestId });
  return renewToken(database, cookie, caller, { confirmedAt: clock.now() });
}
