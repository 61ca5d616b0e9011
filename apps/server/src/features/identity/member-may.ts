import type { Permission } from '@partneros/contract/identity';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { roleMay } from './policy.ts';
import { findMemberRole } from './store.ts';

/**
 * Whether a person, as of now, is a member of the transaction's organization with the permission.
 * For acts that began under one session state and end under another (OAuth callbacks).
 */
export async function memberMay(
  tx: OrganizationTransaction,
  userId: string,
  permission: Permission,
): Promise<{ memberId: string } | null> {
  const member = await findMemberRole(tx, userId);
  return member && roleMay(member, permission) ? { memberId: member.id } : null;
}
