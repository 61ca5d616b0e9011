import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { addressMentionsOf, erasedAddress, mentionsOf, type Person } from './person.ts';
import type { Sought } from './statements.ts';
import { findPerson } from './store.ts';

/** Who it is, and what their traces look like. */
export async function findTraces(
  tx: OrganizationTransaction,
  email: string,
  subjectHash: string,
): Promise<{ person: Person; sought: Sought }> {
  const person = await findPerson(tx, email);
  return {
    person,
    sought: {
      mentions: mentionsOf(person),
      addressMentions: addressMentionsOf(email),
      address: erasedAddress(subjectHash),
      userIds: person.user ? [person.user.id] : [],
      contactIds: person.contacts.map(({ id }) => id),
    },
  };
}
