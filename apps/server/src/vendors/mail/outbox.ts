/** Mail on a machine without a mail server: each one a file in the data folder, for a mail program. */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
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
