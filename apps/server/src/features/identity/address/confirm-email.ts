import { sha256 } from '../../../kernel/crypto/tokens.ts';
import { queueMail } from '../../mail/index.ts';
import type { AccountParts } from '../account-parts.ts';
import {
  consumeByToken,
  deleteRequestsFor,
  deleteRequestsOfUser,
} from '../account-requests/store.ts';
import { endSessions, updateUser } from '../account-store.ts';
import { auditPerson } from '../audit-account.ts';
import { linkIsOver } from '../link-is-over.ts';
import { findUser, findUserByEmail } from '../store.ts';

/**
 * Moves the account to the address whose mail was read. Links on their way to the old one are dead.
 * @throws Problem not_found when the link was used, its hour is over, or the address has an account
 */
export async function confirmEmail(
  { database, clock, mailQueue }: AccountParts,
  token: string,
  requestId: string,
): Promise<void> {
  const link = { kind: 'change_email', tokenHash: sha256(token), now: clock.now() } as const;
  const userId = await database.withIdentity(async (tx) => {
    const request = await consumeByToken(tx, link);
    const person = request?.userId ? await findUser(tx, request.userId) : null;
    if (!request || !person || (await findUserByEmail(tx, request.email))) throw linkIsOver();
    await updateUser(tx, person.id, { email: request.email, emailVerified: true });
    await endSessions(tx, person.id, request.sessionId);
    await deleteRequestsOfUser(tx, person.id);
    await deleteRequestsFor(tx, request.email);
    await deleteRequestsFor(tx, person.email);
    await queueMail(tx, mailQueue, {
      to: person.email,
      template: 'account.address-changed',
      values: { name: person.name, address: request.email },
      organizationId: null,
    });
    return person.id;
  });
  await auditPerson(database, userId, { action: 'address.changed', requestId });
}
