import type { Permission } from '@partneros/contract/identity';
import { role } from '@partneros/contract/identity';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { roleMay } from './policy.ts';
import { organizations } from './tables.ts';

const memberRows = z.array(
  z.object({
    user_id: z.string(),
    name: z.string(),
    email: z.string(),
    role,
    grants: z.array(z.string()).nullable(),
  }),
);

export interface NotifiedPerson {
  userId: string;
  name: string;
  email: string;
}

/** Members of the transaction's organization who have the permission; null: all of them. */
export async function listPeopleWho(
  tx: OrganizationTransaction,
  permission: Permission | null,
): Promise<NotifiedPerson[]> {
  const found = await tx.query({
    name: 'members-to-notify',
    text: 'select * from members_to_notify()',
    values: [],
  });
  return memberRows
    .parse(found)
    .filter((member) => permission === null || roleMay(member, permission))
    .map(({ user_id: userId, name, email }) => ({ userId, name, email }));
}

/** The name of the transaction's organization. */
export async function organizationName(tx: OrganizationTransaction): Promise<string> {
  const [row] = await tx.orm
    .select({ name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, tx.scope.organizationId));
  return row?.name ?? '';
}
