/** Mail over SMTP, by nodemailer. */
import { type Mailer, MailFailure } from './port.ts';

/** Errors of nodemailer that come before the message was offered: nothing can have been taken. */
const beforeTheMessage = new Set(['ECONNECTION', 'EDNS', 'ETLS', 'EPROXY']);

/** @param url `smtp://user:password@host:587` or `smtps://…` */
export function createSmtp(url: string, from: string): Mailer {
  return {
    async send(mail) {
      const { createTransport } = await import('nodemailer');
      const transport = createTransport(url, {
        from,
        // A message is one mail, not a way to read this machine's files or to call other hosts.
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        await transport.sendMail(mail);
      } catch (error) {
        throw new MailFailure(kindOf(error), error);
      } finally {
        transport.close();
      }
    },
  };
}

/** SMTP replies: 4yz is “later”, 5yz is “never” (RFC 5321, 4.2.1). Without one, DATA decides. */
function kindOf(error: unknown): MailFailure['kind'] {
  if (!(error instanceof Error)) return 'unknown';
  const { responseCode, code, command } = error as Error & {
    responseCode?: unknown;
    code?: unknown;
    command?: unknown;
  }; // what nodemailer adds to its errors
  if (typeof responseCode === 'number') return responseCode >= 500 ? 'refused' : 'unreachable';
  if (typeof code === 'string' && beforeTheMessage.has(code)) return 'unreachable';
  return command === 'CONN' ? 'unreachable' : 'unknown';
}
