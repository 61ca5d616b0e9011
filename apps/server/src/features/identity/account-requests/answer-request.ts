/** What becomes of a wish, depending on whose address it is: a link, a word that there is an account, or nothing. */
import type { Clock } from '../../../kernel/clock.ts';
import { randomToken, sha256 } from '../../../kernel/crypto/tokens.ts';
import type { Database, IdentityTransaction } from '../../../kernel/db/database.ts';
import { type MailQueue, queueMail } from '../../mail/index.ts';
import { isBehindSso } from '../reachable-organizations.ts';
import { findUser, findUserByEmail } from '../store.ts';
import {
  type AccountRequest,
  countAnsweredSince,
  deleteRequest,
  findUnanswered,
  lockAddressee,
  updateRequest,
} from './store.ts';

export interface AnswerParts {
  database: Database;
  clock: Clock;
  mailQueue: MailQueue;
}

/** Nobody's letter box is filled by strangers: so many mails of a kind in an hour. */
const mailsAnHour = 5;

export async function answerRequest(parts: AnswerParts, requestId: string): Promise<void> {
  const { database, clock } = parts;
  await database.withIdentity(async (tx) => {
    const request = await findUnanswered(tx, requestId);
    if (!request) return;
    await lockAddressee(tx, request);
    const now = clock.now();
    const hourAgo = new Date(now.getTime() - 3600_000);
    const tooMany = (await countAnsweredSince(tx, request, hourAgo)) >= mailsAnHour;
    if (request.expiresAt <= now || tooMany) return deleteRequest(tx, requestId);
    const answers = {
      sign_up: answerSignUp,
      reset_password: answerReset,
      change_email: answerMove,
    };
    await answers[request.kind](tx, parts.mailQueue, request);
  });
}

type Answer = (
  tx: IdentityTransaction,
  mailQueue: MailQueue,
  request: AccountRequest,
) => Promise<void>;

const answerSignUp: Answer = async (tx, mailQueue, request) => {
  const owner = await findUserByEmail(tx, request.email);
  if (owner?.emailVerified) return tellOfAccount(tx, mailQueue, request);
  const url = await linkFor(tx, request, '/prove-address');
  await queueMail(tx, mailQueue, {
    to: request.email,
    template: 'account.prove-address',
    values: { url },
    organizationId: null,
  });
};

const answerReset: Answer = async (tx, mailQueue, request) => {
  const owner = await findUserByEmail(tx, request.email);
  if (!owner) return deleteRequest(tx, request.id);
  if (await isBehindSso(tx, owner.id)) return pointToSso(tx, mailQueue, request);
  await updateRequest(tx, request.id, { userId: owner.id });
  const url = await linkFor(tx, request, '/reset-password');
  await queueMail(tx, mailQueue, {
    to: request.email,
    template: 'account.reset-password',
    values: { url },
    organizationId: null,
  });
};

const answerMove: Answer = async (tx, mailQueue, request) => {
  const person = request.userId ? await findUser(tx, request.userId) : null;
  if (!person) return deleteRequest(tx, request.id);
  const owner = await findUserByEmail(tx, request.email);
  await queueMail(tx, mailQueue, {
    to: person.email,
    template: 'account.address-change-asked',
    values: { name: person.name, address: request.email },
    organizationId: null,
  });
  if (owner) return tellOfAccount(tx, mailQueue, request);
  const url = await linkFor(tx, request, '/change-email');
  await queueMail(tx, mailQueue, {
    to: request.email,
    template: 'account.confirm-new-address',
    values: { url },
    organizationId: null,
  });
};

/** A password would open nothing (spec 09, “Single sign-on”); the mail says which way is open. */
async function pointToSso(
  tx: IdentityTransaction,
  mailQueue: MailQueue,
  request: AccountRequest,
): Promise<void> {
  await updateRequest(tx, request.id, { ...spent, tokenHash: sha256(randomToken()) });
  await queueMail(tx, mailQueue, {
    to: request.email,
    template: 'account.single-sign-on-instead',
    values: { url: `${request.baseUrl}/sign-in` },
    organizationId: null,
  });
}

/** Spends the wish, but leaves its row, so that it counts among the mails of the hour. */
async function tellOfAccount(
  tx: IdentityTransaction,
  mailQueue: MailQueue,
  request: AccountRequest,
): Promise<void> {
  await updateRequest(tx, request.id, { ...spent, tokenHash: sha256(randomToken()) });
  await queueMail(tx, mailQueue, {
    to: request.email,
    template: 'account.exists-already',
    values: { url: `${request.baseUrl}/sign-in` },
    organizationId: null,
  });
}

const spent = { passwordHash: null, browserHash: null, name: null, organizationName: null };

/** The link's address. Its token stands in the mail alone; the row keeps the hash. */
async function linkFor(
  tx: IdentityTransaction,
  request: AccountRequest,
  page: string,
): Promise<string> {
  const token = randomToken();
  await updateRequest(tx, request.id, { tokenHash: sha256(token) });
  return `${request.baseUrl}${page}?token=${token}`;
}
