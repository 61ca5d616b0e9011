import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import type { SecretBox } from '../../kernel/crypto/secret-box.ts';
import type { Transaction } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Jobs } from '../../kernel/jobs/jobs.ts';
import { sealContent } from './content.ts';
import { sendMailJob } from './jobs.ts';
import { mails } from './tables.ts';
import { type TemplateName, type TemplateValues, templates } from './templates.ts';

/** What queueing a mail takes; made once, handed to the features that send mail. */
export interface MailQueue {
  box: SecretBox;
  jobs: Jobs;
  clock: Clock;
}

export interface NewMail<Name extends TemplateName> {
  to: string;
  template: Name;
  values: TemplateValues<Name>;
  /** Whose mail it is; null when it is about a person alone. */
  organizationId: string | null;
}

/** One address and nothing that could be read as more. */
const address = z.email().max(254);

/** Queues a mail in the caller's transaction: it goes out if and only if the act stands. */
export async function queueMail<Name extends TemplateName>(
  tx: Transaction,
  { box, jobs, clock }: MailQueue,
  { to, template, values, organizationId }: NewMail<Name>,
): Promise<void> {
  const row = { id: newId(), organizationId };
  const checked = templates[template].values.parse(values);
  await tx.orm.insert(mails).values({
    ...row,
    template,
    contentSealed: sealContent(box, row, { to: address.parse(to), values: checked }),
    state: 'queued',
    createdAt: clock.now(),
  });
  await jobs.enqueue(tx, sendMailJob, { mailId: row.id });
}
