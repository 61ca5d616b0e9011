import type { OrganizationTransaction } from '../../kernel/db/database.ts';

/**
 * Takes a person out of the organization's lines: their name where they acted, what is sought
 * anywhere. Who did it stays told by the id, which leads nowhere once the user is gone.
 */
export async function eraseFromAudit(
  tx: OrganizationTransaction,
  person: { userIds: readonly string[]; sought: string; substitute: string },
): Promise<void> {
  await tx.query({
    name: 'erase-from-audit',
    text: 'select erase_from_audit($1::uuid[], $2, $3)',
    values: [person.userIds, person.sought, person.substitute],
  });
}
