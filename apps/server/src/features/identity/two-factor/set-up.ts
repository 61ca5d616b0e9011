/** Turning the second factor on and off. All of it asks for a fresh proof of identity. */
import type { IdentityTransaction } from '../../../kernel/db/database.ts';
import type { Caller } from '../../../kernel/http/caller.ts';
import { Problem } from '../../../kernel/http/problem.ts';
import { queueMail } from '../../mail/index.ts';
import type { AccountParts } from '../account-parts.ts';
import { endSessions, updateUser } from '../account-store.ts';
import { requireFreeSession } from '../own-session.ts';
import { confirmationKey } from '../sign-in-delays/delays.ts';
import { findUser } from '../store.ts';
import { newBackupCodes } from './backup-codes.ts';
import { openCodes, sealCodes, sealSecret } from './sealed.ts';
import { deleteSecondFactor, findSecondFactor, putSecret, updateSecondFactor } from './store.ts';
import { newSecret, uriOf } from './totp.ts';
import { useAppCode } from './use-code.ts';

/** @throws Problem duplicate when a second factor is on already */
export async function beginTwoFactor(
  { database, box, clock }: AccountParts,
  caller: Caller,
): Promise<{ secret: string; uri: string }> {
  const secret = newSecret();
  const { userId } = caller;
  return database.withIdentity(async (tx) => {
    await requireFreeSession(tx, caller);
    const person = await requirePerson(tx, userId);
    const secretSealed = sealSecret(box, userId, secret);
    const put = await putSecret(tx, { userId, secretSealed, createdAt: clock.now() });
    if (put) return { secret, uri: uriOf(secret, person.email) };
    throw new Problem('duplicate', 'Two-factor authentication is on. Turn it off first.');
  });
}

/**
 * Sessions from before, which never saw the second factor, end with it.
 * @returns backup codes, shown this once
 * @throws Problem forbidden for a wrong code, prerequisite_missing when none was begun
 */
export async function enableTwoFactor(
  parts: AccountParts,
  caller: Caller,
  code: string,
): Promise<string[]> {
  const { database, box, clock, delays } = parts;
  const { userId, sessionId } = caller;
  const key = confirmationKey(userId);
  await delays.begin(key);
  const now = clock.now();
  const backupCodes = newBackupCodes();
  const right = await database.withIdentity(async (tx) => {
    await requireFreeSession(tx, caller);
    const factor = await findSecondFactor(tx, userId);
    if (!factor || factor.enabledAt) throw notBegun();
    if (!(await useAppCode(tx, box, factor, { userId, code, now }))) return false;
    const backupCodesSealed = sealCodes(box, userId, backupCodes);
    await updateSecondFactor(tx, userId, { enabledAt: now, backupCodesSealed });
    await updateUser(tx, userId, { twoFactorEnabled: true });
    await endSessions(tx, userId, sessionId);
    await tell(tx, parts, userId, 'it was turned on');
    return true;
  });
  if (!right) throw new Problem('forbidden', 'The code is wrong.');
  await delays.forget(key);
  return backupCodes;
}

/** @throws Problem prerequisite_missing when none is on */
export async function disableTwoFactor(parts: AccountParts, caller: Caller): Promise<void> {
  const { userId } = caller;
  await parts.database.withIdentity(async (tx) => {
    await requireFreeSession(tx, caller);
    if (!(await deleteSecondFactor(tx, userId))) throw notOn();
    await updateUser(tx, userId, { twoFactorEnabled: false });
    await tell(tx, parts, userId, 'it was turned off');
  });
}

/** @throws Problem prerequisite_missing when none is on */
export async function renewBackupCodes(parts: AccountParts, caller: Caller): Promise<string[]> {
  const { userId } = caller;
  const backupCodes = newBackupCodes();
  await parts.database.withIdentity(async (tx) => {
    await requireFreeSession(tx, caller);
    const factor = await findSecondFactor(tx, userId);
    if (!factor?.enabledAt) throw notOn();
    const backupCodesSealed = sealCodes(parts.box, userId, backupCodes);
    await updateSecondFactor(tx, userId, { backupCodesSealed });
    await tell(tx, parts, userId, 'new backup codes were made');
  });
  return backupCodes;
}

/** How the person's second factor stands. */
export async function describeTwoFactor(
  { database, box }: AccountParts,
  userId: string,
): Promise<{ enabled: boolean; backupCodesLeft: number }> {
  const factor = await database.withIdentity((tx) => findSecondFactor(tx, userId));
  if (!factor?.enabledAt) return { enabled: false, backupCodesLeft: 0 };
  const left = openCodes(box, userId, factor.backupCodesSealed);
  return { enabled: true, backupCodesLeft: left.length };
}

async function tell(
  tx: IdentityTransaction,
  { mailQueue }: AccountParts,
  userId: string,
  change: string,
): Promise<void> {
  const { name, email } = await requirePerson(tx, userId);
  await queueMail(tx, mailQueue, {
    to: email,
    template: 'account.two-factor-changed',
    values: { name, change },
    organizationId: null,
  });
}

async function requirePerson(tx: IdentityTransaction, userId: string) {
  const person = await findUser(tx, userId);
  if (!person) throw new Problem('unauthorized', 'Sign in to continue.');
  return person;
}

function notBegun(): Problem {
  return new Problem(
    'prerequisite_missing',
    'Get a secret first (POST /api/auth/two-factor/begin).',
  );
}

function notOn(): Problem {
  return new Problem('prerequisite_missing', 'Two-factor authentication is not on.');
}
