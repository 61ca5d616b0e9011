/** Mail over SMTP, by nodemailer's connection. */
import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type ComposedMail, composeMail } from './compose.ts';
import { type Mailer, MailFailure } from './port.ts';

export interface SmtpPatience {
  /** Until connected, and until the server greets. */
  connectMilliseconds: number;
  /** Without a word from the server. */
  silenceMilliseconds: number;
}

/** Together below the time that the job of a mail may take. */
const usualPatience: SmtpPatience = { connectMilliseconds: 15_000, silenceMilliseconds: 45_000 };

/** @param url `smtp://user:password@host:587` or `smtps://…` */
export function createSmtp(url: string, from: string, patience = usualPatience): Mailer {
  return {
    async send(mail) {
      const composed = await composeMail(from, mail, 'windows');
      const conversation = await openConversation(url, patience);
      try {
        await conversation.login();
        await conversation.hand(composed);
      } catch (error) {
        throw new MailFailure(kindOf(error, conversation.isOffered()), error);
      } finally {
        conversation.close();
      }
    },
  };
}

interface Conversation {
  login(): Promise<void>;
  hand(mail: ComposedMail): Promise<void>;
  /** Whether the server has been given any of the message. */
  isOffered(): boolean;
  close(): void;
}

/**
 * The steps one by one, because only they tell whether the message was offered: a connection that
 * breaks before DATA and one that breaks after the message end in the same error.
 */
async function openConversation(url: string, patience: SmtpPatience): Promise<Conversation> {
  const [{ default: Connection }, { parseConnectionUrl }] = await Promise.all([
    import('nodemailer/lib/smtp-connection'),
    import('nodemailer/lib/shared'),
  ]);
  const { auth, ...options } = parseConnectionUrl(url);
  const connection = new Connection({
    ...options,
    connectionTimeout: patience.connectMilliseconds,
    greetingTimeout: patience.connectMilliseconds,
    socketTimeout: patience.silenceMilliseconds,
  });
  let offered = false;
  return {
    async login() {
      await step(connection, (done) => connection.connect(done));
      const credentials = { user: auth?.user ?? '', pass: auth?.pass ?? '' };
      if (auth) await step(connection, (done) => connection.login({ credentials }, done));
    },
    hand({ envelope, message }) {
      const body = new Readable({
        read() {
          offered = true;
          this.push(message);
          this.push(null);
        },
      });
      return step(connection, (done) => connection.send(envelope, body, done));
    },
    isOffered: () => offered,
    close: () => connection.close(),
  };
}

/** One command: it ends by its callback, or by an error of the connection beside it. */
function step(
  connection: SMTPConnection,
  work: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => reject(new Error('The connection was closed.')));
    work((error) => (error ? reject(error) : resolve()));
  });
}

/** SMTP replies: 4yz is “later”, 5yz is “never” (RFC 5321, 4.2.1). Without one, the message decides. */
function kindOf(error: unknown, offered: boolean): MailFailure['kind'] {
  const code = error instanceof Error && 'responseCode' in error ? error.responseCode : null;
  if (typeof code === 'number') return code >= 500 ? 'refused' : 'unreachable';
  return offered ? 'unknown' : 'unreachable';
}
