import { sha256 } from '../../../kernel/crypto/tokens.ts';
import { Problem } from '../../../kernel/http/problem.ts';
import { queueMail } from '../../mail/index.ts';
import type { AccountParts } from '../account-parts.ts';
import {
  consumeByToken,
  deleteRequestsFor,
  deleteRequestsOfUser,
  findByToken,
} from '../account-requests/store.ts';
import { endSessions, forgetUnproven, storePassword, updateUser } from '../account-store.ts';
import { auditPerson } from '../audit-account.ts';
import { linkIsOver } from '../link-is-over.ts';
import { isBehindSso } from '../reachable-organizations.ts';
import { findUserByEmail } from '../store.ts';
import { requireSoundPassword } from './require-sound-password.ts';

/**
 * Sets a new password for whoever reads the account's mail, which proves the address; all sessions
 * end, a second factor of a proven account stays.
 * @returns the account's address
 * @throws Problem not_found when the link was used or its hour is over
 * @throws Problem validation_failed for a password that is not to be taken
 * @throws Problem prerequisite_missing where every organization of theirs asks for single sign-on
 */
export async function resetPassword(
  parts: AccountParts,
  { token, password }: { token: string; password: string },
  requestId: string,
): Promise<string> {
  const { database, clock, auth, mailQueue } = parts;
  const link = { kind: 'reset_password', tokenHash: sha256(token), now: clock.now() } as const;
  const owner = await database.withIdentity(async (tx) => {
    const request = await findByToken(tx, link);
    return request ? findUserByEmail(tx, request.email) : null;
  });
  if (!owner) throw linkIsOver();
  requireSoundPassword(password, owner);
  const hash = await auth.hashPassword(password, true);
  await database.withIdentity(async (tx) => {
    const used = await consumeByToken(tx, link);
    // The account may have moved to another address since the mail was sent.
    if (!used || used.userId !== owner.id) throw linkIsOver();
    // The requirement may be younger than the link.
    if (await isBehindSso(tx, owner.id)) throw ssoInstead();
    if (!owner.emailVerified) await forgetUnproven(tx, owner.id);
    await updateUser(tx, owner.id, { emailVerified: true });
    await storePassword(tx, owner.id, hash);
    await endSessions(tx, owner.id);
    await deleteRequestsOfUser(tx, owner.id);
    await deleteRequestsFor(tx, owner.email);
    await queueMail(tx, mailQueue, {
      to: owner.email,
      template: 'account.password-changed',
      values: { name: owner.name },
      organizationId: null,
    });
  });
  await auditPerson(database, owner.id, { action: 'password.reset', requestId });
  return owner.email;
}

function ssoInstead(): Problem {
  return new Problem('prerequisite_missing', 'Your organization asks for single sign-on.');
}
