/** Mail on a machine without a mail server: each one a file in the data folder, for a mail program. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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
    async forget(address) {
      for (const name of await namesIn(folder)) {
        const file = join(folder, name);
        if (isTo(address, await readFile(file, 'utf8'))) await rm(file);
      }
    },
  };
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.eml'));
}

/** By the head: a long address may stand on the line after its name, folded. */
function isTo(address: string, message: string): boolean {
  const head = message.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const unfolded = head.replaceAll(/\r?\n[ \t]+/g, ' ');
  const to = /^to:(.*)$/im.exec(unfolded)?.[1] ?? '';
  const addresses = to.split(',').map((each) => each.replaceAll(/^.*<|>.*$/g, '').trim());
  return addresses.some((each) => each.toLowerCase() === address.toLowerCase());
}
