import { eq } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { contacts } from './tables.ts';

export type Contact = typeof contacts.$inferSelect;

/** The contact, or null when the scope does not see it. */
export async function findContact(
  tx: OrganizationTransaction,
  contactId: string,
): Promise<Contact | null> {
  const [row] = await tx.orm.select().from(contacts).where(eq(contacts.id, contactId));
  return row ?? null;
}
