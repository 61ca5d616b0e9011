/**
 * Hands queued mails over. What is noted before and after says what became of one: a mail whose
 * outcome nobody knows (the process died, the server fell silent after the message) is `uncertain`
 * and not sent twice (spec 09, effects outside).
 */
import { and, eq } from 'drizzle-orm';
import type { Clock } from '../../kernel/clock.ts';
import type { SecretBox } from '../../kernel/crypto/secret-box.ts';
import type { Database, IdentityTransaction } from '../../kernel/db/database.ts';
import type { Jobs } from '../../kernel/jobs/jobs.ts';
import type { Logger } from '../../kernel/logger.ts';
import { type Mailer, MailFailure } from '../../vendors/mail/port.ts';
import { openContent } from './content.ts';
import { sendMailJob } from './jobs.ts';
import { renderLetter } from './render.ts';
import { mails } from './tables.ts';
import { composeLetter } from './templates.ts';

export interface SendMailParts {
  database: Database;
  clock: Clock;
  log: Logger;
  box: SecretBox;
  jobs: Jobs;
  mailer: Mailer;
}

type MailRow = typeof mails.$inferSelect;

/** An unreachable mail server is tried again by the queue; the last attempt gives up. */
const lastAttempt = 3;

export function registerMailJobs(parts: SendMailParts): void {
  parts.jobs.register(sendMailJob, ({ mailId }, { attempt }) =>
    sendMail(parts, mailId, attempt >= lastAttempt),
  );
}

async function sendMail(parts: SendMailParts, mailId: string, isLast: boolean): Promise<void> {
  const { database, box, clock, log } = parts;
  const row = await database.withIdentity((tx) => claim(tx, mailId));
  if (!row?.contentSealed) return;
  const { to, values } = openContent(box, row, row.contentSealed);
  const letter = renderLetter(composeLetter(row.template, values));
  const messageId = `<${mailId}@partneros>`;
  try {
    await parts.mailer.send({ to, ...letter, messageId });
  } catch (error) {
    const kind = error instanceof MailFailure ? error.kind : 'unknown';
    const again = kind === 'unreachable' && !isLast;
    log.warn('Mail was not handed over', { event: `mail_${kind}`, jobId: mailId });
    await database.withIdentity((tx) =>
      again ? settle(tx, mailId, { state: 'queued' }) : giveUp(tx, mailId, kind),
    );
    if (again) throw error;
    return;
  }
  const sent = { state: 'sent', contentSealed: null, sentAt: clock.now() } as const;
  await database.withIdentity((tx) => settle(tx, mailId, sent));
}

/** The mail, marked as being sent; null when it is gone or another attempt may have sent it. */
async function claim(tx: IdentityTransaction, mailId: string): Promise<MailRow | null> {
  const [row] = await tx.orm
    .update(mails)
    .set({ state: 'sending' })
    .where(and(eq(mails.id, mailId), eq(mails.state, 'queued')))
    .returning();
  if (row) return row;
  await tx.orm
    .update(mails)
    .set({ state: 'uncertain', contentSealed: null })
    .where(and(eq(mails.id, mailId), eq(mails.state, 'sending')));
  return null;
}

async function giveUp(tx: IdentityTransaction, mailId: string, kind: MailFailure['kind']) {
  const state = kind === 'unknown' ? 'uncertain' : 'failed';
  await settle(tx, mailId, { state, contentSealed: null });
}

async function settle(
  tx: IdentityTransaction,
  mailId: string,
  changes: Partial<typeof mails.$inferInsert>,
): Promise<void> {
  await tx.orm
    .update(mails)
    .set(changes)
    .where(and(eq(mails.id, mailId), eq(mails.state, 'sending')));
}
