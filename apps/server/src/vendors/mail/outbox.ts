/** Mail on a machine without a mail server: each one a file in the data folder, for a mail program. */
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { composeMail } from './compose.ts';
import type { Mailer } from './port.ts';

/**
 * @param folder made when the first mail is written; files are its owner's alone, for mails hold links
 *   that let people in
 */
export function createOutbox(folder: string, from: string): Mailer {
  return {
    async send(mail) {
      const { message } = await composeMail(from, mail, 'unix');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = mail.messageId.replaceAll(/[^\w.-]/g, '');
      const draft = join(folder, `.${name}.new`);
      const file = await open(draft, 'w', 0o600);
      try {
        await file.writeFile(message);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, join(folder, `${name}.eml`));
    },
  };
}
