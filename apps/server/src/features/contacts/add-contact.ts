import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import { contacts } from './tables.ts';

export interface NewContact {
  partnerId: string;
  firstName: string;
  lastName: string;
  email: string;
  isPrimary: boolean;
}

/** Adds a person at a partner. @returns the contact's id */
export async function addContact(
  tx: OrganizationTransaction,
  contact: NewContact,
): Promise<string> {
  const id = newId();
  await tx.orm.insert(contacts).values({
    id,
    organizationId: tx.scope.organizationId,
    ...contact,
    email: contact.email.toLowerCase(),
  });
  return id;
}
