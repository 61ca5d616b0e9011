/** Mail on a machine without a mail server: each one a file in the data folder, for a mail program. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mailer } from './port.ts';

/**
 * @param folder made when the first mail is written; files are its owner's alone, for mails hold links
 *   that let people in
 */
export function createOutbox(folder: string, from: string): Mailer {
  return {
    async send(mail) {
      const { createTransport } = await import('nodemailer');
      const composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
      const { message } = await composer.sendMail({ from, ...mail });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = mail.messageId.replaceAll(/[^\w.-]/g, '');
      const draft = join(folder, `.${name}.new`);
      // `buffer: true` above makes it a buffer; the type tells of streams too.
      await writeFile(draft, message as Buffer, { mode: 0o600 });
      await rename(draft, join(folder, `${name}.eml`));
    },
  };
}
