/**
 * Hands queued mails over. What is noted before and after says what became of one: a mail whose
 * outcome nobody knows (the process died, the server fell silent after the message) is `uncertain`
 * and not sent twice (spec 09, effects outside). What did not go well is a log line and a count.
 */
import { and, eq, lt, sql } from 'drizzle-orm';
import type { Clock } from '../../kernel/clock.ts';
import type { SecretBox } from '../../kernel/crypto/secret-box.ts';
import type { Database, IdentityTransaction } from '../../kernel/db/database.ts';
import type { Jobs } from '../../kernel/jobs/jobs.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { Metrics } from '../../kernel/metrics.ts';
import { type Mailer, MailFailure } from '../../vendors/mail/port.ts';
import { openContent } from './content.ts';
import { sendMailJob, settleMailsCron, settleMailsJob } from './jobs.ts';
import { type RenderedLetter, renderLetter } from './render.ts';
import { mails } from './tables.ts';
import { composeLetter } from './templates.ts';

export interface SendMailParts {
  database: Database;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  box: SecretBox;
  jobs: Jobs;
  mailer: Mailer;
}

type MailRow = typeof mails.$inferSelect;
type Outcome = 'sent' | 'postponed' | 'failed' | 'uncertain';

/**
 * Seconds until the next attempt, by how many there were: an unreachable mail server is waited for
 * through a restart and through an outage of some hours. After the last one the mail has failed.
 */
const pauses = [10, 60, 300, 1800, 7200, 21_600] as const;

export function registerMailJobs(parts: SendMailParts): void {
  parts.jobs.register(sendMailJob, ({ mailId }) => sendMail(parts, mailId));
  parts.jobs.register(settleMailsJob, () => settleLost(parts));
  parts.jobs.schedule(settleMailsJob, settleMailsCron);
}

async function sendMail(parts: SendMailParts, mailId: string): Promise<void> {
  const { database, clock } = parts;
  const row = await database.withIdentity((tx) => claim(tx, mailId, clock.now()));
  if (row === 'lost') return tell(parts, mailId, 'uncertain');
  if (!row) return;
  const outcome = await hand(parts, row);
  const settled = await database.withIdentity((tx) => settle(parts, tx, row, outcome));
  if (settled !== null) tell(parts, mailId, settled);
}

async function hand(parts: SendMailParts, row: MailRow): Promise<MailFailure['kind'] | 'sent'> {
  const composed = compose(parts, row);
  if (!composed) return 'refused';
  try {
    await parts.mailer.send({ ...composed, messageId: `<${row.id}@partneros>` });
    return 'sent';
  } catch (error) {
    return error instanceof MailFailure ? error.kind : 'unknown';
  }
}

/** Null when the mail cannot be read any more (a key or a template is gone): it never will be. */
function compose(
  { box, log }: SendMailParts,
  row: MailRow,
): ({ to: string } & RenderedLetter) | null {
  try {
    const { to, values } = openContent(box, row, row.contentSealed ?? '');
    return { to, ...renderLetter(composeLetter(row.template, values)) };
  } catch (error) {
    const errorName = error instanceof Error ? error.name : 'unknown';
    log.error('A mail cannot be read', { jobId: row.id, errorName });
    return null;
  }
}

/** The mail, marked as being sent; `lost` when an earlier attempt may have sent it; null when it is gone. */
async function claim(
  tx: IdentityTransaction,
  mailId: string,
  now: Date,
): Promise<MailRow | 'lost' | null> {
  const [row] = await tx.orm
    .update(mails)
    .set({ state: 'sending', sendingSince: now, attempts: sql`${mails.attempts} + 1` })
    .where(and(eq(mails.id, mailId), eq(mails.state, 'queued')))
    .returning();
  if (row) return row;
  const lost = await tx.orm
    .update(mails)
    .set({ state: 'uncertain', contentSealed: null })
    .where(and(eq(mails.id, mailId), eq(mails.state, 'sending')))
    .returning({ id: mails.id });
  return lost.length > 0 ? 'lost' : null;
}

/** @returns null when somebody else has settled the mail meanwhile */
async function settle(
  { jobs, clock }: SendMailParts,
  tx: IdentityTransaction,
  row: MailRow,
  result: MailFailure['kind'] | 'sent',
): Promise<Outcome | null> {
  const pause = pauses[row.attempts - 1];
  const [outcome, changes] = whatFollows(result, pause !== undefined, clock.now());
  const settled = await tx.orm
    .update(mails)
    .set(changes)
    .where(and(eq(mails.id, row.id), eq(mails.state, 'sending')))
    .returning({ id: mails.id });
  if (settled.length === 0) return null;
  if (outcome === 'postponed' && pause !== undefined) {
    await jobs.enqueue(tx, sendMailJob, { mailId: row.id }, { startAfterSeconds: pause });
  }
  return outcome;
}

function whatFollows(
  result: MailFailure['kind'] | 'sent',
  mayTryAgain: boolean,
  now: Date,
): [Outcome, Partial<typeof mails.$inferInsert>] {
  const erased = { contentSealed: null };
  if (result === 'sent') return ['sent', { state: 'sent', sentAt: now, ...erased }];
  if (result === 'unknown') return ['uncertain', { state: 'uncertain', ...erased }];
  if (result === 'unreachable' && mayTryAgain) return ['postponed', { state: 'queued' }];
  return ['failed', { state: 'failed', ...erased }];
}

/** Longer than any attempt takes, its job's expiry included. */
const lostAfterMilliseconds = 10 * 60_000;

/** A process that died while it sent, and no delivery of its job left to find out. */
async function settleLost(parts: SendMailParts): Promise<void> {
  const before = new Date(parts.clock.now().getTime() - lostAfterMilliseconds);
  const lost = await parts.database.withIdentity((tx) =>
    tx.orm
      .update(mails)
      .set({ state: 'uncertain', contentSealed: null })
      .where(and(eq(mails.state, 'sending'), lt(mails.sendingSince, before)))
      .returning({ id: mails.id }),
  );
  for (const { id } of lost) tell(parts, id, 'uncertain');
}

function tell({ metrics, log }: SendMailParts, mailId: string, outcome: Outcome): void {
  metrics.count('partneros_mails_total', { outcome });
  if (outcome === 'sent') return;
  const level = outcome === 'postponed' ? 'warn' : 'error';
  log[level]('Mail was not handed over', { event: `mail_${outcome}`, jobId: mailId });
}
