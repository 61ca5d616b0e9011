import { inArray } from 'drizzle-orm';
import type { IdentityTransaction } from '../../kernel/db/database.ts';
import { mails } from './tables.ts';

/**
 * For a copy or a restored backup: what was waiting there may have gone out from the original, and a
 * mail is not sent twice. @returns how many were given up
 */
export async function giveUpUnsentMails(tx: IdentityTransaction): Promise<number> {
  const rows = await tx.orm
    .update(mails)
    .set({ state: 'uncertain', contentSealed: null })
    .where(inArray(mails.state, ['queued', 'sending']))
    .returning({ id: mails.id });
  return rows.length;
}
