import type { OrganizationTransaction } from '../../kernel/db/database.ts';

/**
 * Deletes the scope's organization with all its rows; its people's accounts stay, for they may
 * belong elsewhere. For good: whoever calls this has let the thirty days pass.
 */
export async function deleteOrganization(tx: OrganizationTransaction): Promise<void> {
  await tx.query({
    name: 'delete-organization',
    text: 'delete from organizations where id = $1',
    values: [tx.scope.organizationId],
  });
}
