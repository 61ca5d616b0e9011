import { and, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import type { SecretBox } from '../../kernel/crypto/secret-box.ts';
import type { IdentityTransaction } from '../../kernel/db/database.ts';
import { openContent } from './content.ts';
import { mails } from './tables.ts';

/**
 * Deletes an organization's unsent mails to the address or about it; with `alone`, those that belong
 * to no organization too. What is sent holds no address any more.
 */
export async function eraseMails(
  tx: IdentityTransaction,
  box: SecretBox,
  wish: { address: string; organizationId: string; alone: boolean },
): Promise<void> {
  const ofOrganization = eq(mails.organizationId, wish.organizationId);
  const waiting = await tx.orm
    .select()
    .from(mails)
    .where(
      and(
        isNotNull(mails.contentSealed),
        wish.alone ? or(ofOrganization, isNull(mails.organizationId)) : ofOrganization,
      ),
    );
  const address = wish.address.toLowerCase();
  const about = waiting.filter((row) => {
    if (row.contentSealed === null) return false;
    const content = openContent(box, row, row.contentSealed);
    return JSON.stringify(content).toLowerCase().includes(address);
  });
  const ids = about.map(({ id }) => id);
  if (ids.length > 0) await tx.orm.delete(mails).where(inArray(mails.id, ids));
}
