import { Problem } from '../kernel/http/problem.ts';
import type { Quarantine } from '../kernel/quarantine.ts';
import { type Mailer, MailFailure } from '../vendors/mail/port.ts';

/** Hands nothing over in quarantine: a job that was under way when it began tries again later. */
export function guardMailer(mailer: Mailer, quarantine: Quarantine): Mailer {
  return {
    ...mailer,
    async send(mail) {
      await quarantine.refuse().catch((error: unknown) => {
        throw error instanceof Problem ? new MailFailure('unreachable', error) : error;
      });
      await mailer.send(mail);
    },
  };
}
