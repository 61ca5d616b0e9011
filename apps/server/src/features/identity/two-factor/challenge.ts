/** Between a right password and a session: the challenge of a person with a second factor. */
import { randomToken, sha256 } from '../../../kernel/crypto/tokens.ts';
import { Problem } from '../../../kernel/http/problem.ts';
import { newId } from '../../../kernel/ids.ts';
import type { AccountParts } from '../account-parts.ts';
import { auditPerson } from '../audit-account.ts';
import { delayKey } from '../sign-in-delays/delays.ts';
import { findUser } from '../store.ts';
import { deleteChallenge, findChallenge, insertChallenge, useTry } from './store.ts';
import { useCode } from './use-code.ts';

const challengeMilliseconds = 10 * 60_000;

/** @returns the token for the challenge cookie */
export async function beginChallenge(
  { database, clock }: AccountParts,
  userId: string,
): Promise<string> {
  const token = randomToken();
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + challengeMilliseconds);
  await database.withIdentity((tx) =>
    insertChallenge(tx, { id: newId(), tokenHash: sha256(token), userId, createdAt, expiresAt }),
  );
  return token;
}

/**
 * Checks the code against the challenge, which is gone once it was right.
 * @returns who may have a session
 * @throws Problem unauthorized for a wrong code and for a challenge that is none, is over or used up
 * @throws Problem rate_limited after too many failures of the account
 */
export async function answerChallenge(
  parts: AccountParts,
  attempt: { token: string | null; code: string; cookies: string | null },
  requestId: string,
): Promise<{ id: string; name: string; email: string }> {
  const { database, clock, box, delays, knownDevice } = parts;
  const tokenHash = sha256(attempt.token ?? '');
  const now = clock.now();
  const person = await database.withIdentity(async (tx) => {
    const userId = await findChallenge(tx, tokenHash, now);
    return userId === null ? null : findUser(tx, userId);
  });
  if (!person) throw challengeIsOver();
  const key = delayKey(person.email, knownDevice.read(attempt.cookies, person.email));
  await delays.begin(key);
  const outcome = await database.withIdentity(async (tx) => {
    const userId = await useTry(tx, tokenHash, now);
    if (userId === null) return 'over';
    const used = await useCode(tx, box, { userId, code: attempt.code, now });
    if (used === 'right') await deleteChallenge(tx, tokenHash);
    return used;
  });
  if (outcome === 'wrong') {
    const refused = { action: 'session.code_refused', outcome: 'refused', requestId } as const;
    await auditPerson(database, person.id, refused);
    throw new Problem('unauthorized', 'The code is wrong.');
  }
  if (outcome !== 'right') throw challengeIsOver();
  await delays.forget(key);
  return person;
}

function challengeIsOver(): Problem {
  return new Problem('unauthorized', 'Begin again with address and password.');
}
