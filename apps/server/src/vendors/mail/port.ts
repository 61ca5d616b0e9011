/** How a mail leaves the program: over SMTP, or into a folder. */

export interface OutgoingMail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Stays the same when one mail is tried again, so that a receiver can tell it is the same. */
  messageId: string;
}

export interface Mailer {
  /**
   * Hands the mail over; calls the network, so never inside a transaction.
   * @throws MailFailure
   */
  send(mail: OutgoingMail): Promise<void>;
  /** Where mails stay with us: deletes those to the address. */
  forget?(address: string): Promise<void>;
}

/**
 * Why a mail was not handed over. `unreachable`: nothing was taken, trying again is safe;
 * `refused`: the server said no for good; `unknown`: it may have been taken, so it is not repeated.
 */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  readonly kind: 'unreachable' | 'refused' | 'unknown';

  constructor(kind: MailFailure['kind'], cause?: unknown) {
    super(`Mail was not handed over (${kind}).`, { cause });
    this.kind = kind;
  }
}
