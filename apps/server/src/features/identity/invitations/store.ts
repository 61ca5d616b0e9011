/** SQL of invitations to members, and of the look-ups by a mail's token. */
import { and, desc, eq, gt, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, OrganizationTransaction } from '../../../kernel/db/database.ts';
import { invitations, organizations, roles } from '../tables.ts';

export type InvitationRow = typeof invitations.$inferSelect & { roleName: string | null };

const selected = {
  id: invitations.id,
  organizationId: invitations.organizationId,
  email: invitations.email,
  role: invitations.role,
  roleId: invitations.roleId,
  tokenHash: invitations.tokenHash,
  state: invitations.state,
  invitedBy: invitations.invitedBy,
  expiresAt: invitations.expiresAt,
  createdAt: invitations.createdAt,
  roleName: roles.name,
};

/** Newest first, after the given one; reads one more than the limit. */
export async function listInvitations(
  tx: OrganizationTransaction,
  state: InvitationRow['state'] | undefined,
  page: { after: string | null; limit: number },
): Promise<InvitationRow[]> {
  return tx.orm
    .select(selected)
    .from(invitations)
    .leftJoin(roles, eq(roles.id, invitations.roleId))
    .where(
      and(
        state && eq(invitations.state, state),
        page.after === null ? undefined : lt(invitations.id, page.after),
      ),
    )
    .orderBy(desc(invitations.id))
    .limit(page.limit + 1);
}

export async function findInvitation(
  tx: OrganizationTransaction,
  invitationId: string,
): Promise<InvitationRow | null> {
  const [row] = await tx.orm
    .select(selected)
    .from(invitations)
    .leftJoin(roles, eq(roles.id, invitations.roleId))
    .where(eq(invitations.id, invitationId));
  return row ?? null;
}

/** The pending invitation of the address, expired or not. */
export async function findPendingTo(
  tx: OrganizationTransaction,
  email: string,
): Promise<{ id: string; expiresAt: Date } | null> {
  const [row] = await tx.orm
    .select({ id: invitations.id, expiresAt: invitations.expiresAt })
    .from(invitations)
    .where(and(eq(invitations.email, email), eq(invitations.state, 'pending')));
  return row ?? null;
}

export async function insertInvitation(
  tx: OrganizationTransaction,
  invitation: Omit<typeof invitations.$inferInsert, 'organizationId'>,
): Promise<void> {
  await tx.orm
    .insert(invitations)
    .values({ ...invitation, organizationId: tx.scope.organizationId });
}

/** Gives a pending invitation another token and inviter. @returns false when it is not pending */
export async function renewInvitation(
  tx: OrganizationTransaction,
  invitationId: string,
  renewed: { tokenHash: string; expiresAt: Date; invitedBy: string | null },
): Promise<boolean> {
  const rows = await tx.orm
    .update(invitations)
    .set(renewed)
    .where(and(eq(invitations.id, invitationId), eq(invitations.state, 'pending')))
    .returning({ id: invitations.id });
  return rows.length > 0;
}

/** @returns false when it is not pending any more */
export async function revokePending(
  tx: OrganizationTransaction,
  invitationId: string,
): Promise<boolean> {
  const rows = await tx.orm
    .update(invitations)
    .set({ state: 'revoked', tokenHash: null })
    .where(and(eq(invitations.id, invitationId), eq(invitations.state, 'pending')))
    .returning({ id: invitations.id });
  return rows.length > 0;
}

/** Uses the token up: of several at once, one gets the invitation. */
export async function consumeInvitation(
  tx: OrganizationTransaction,
  invitationId: string,
  tokenHash: string,
): Promise<typeof invitations.$inferSelect | null> {
  const [row] = await tx.orm
    .update(invitations)
    .set({ state: 'accepted', tokenHash: null })
    .where(
      and(
        eq(invitations.id, invitationId),
        eq(invitations.tokenHash, tokenHash),
        eq(invitations.state, 'pending'),
        gt(invitations.expiresAt, sql`now()`),
      ),
    )
    .returning();
  return row ?? null;
}

const foundInvitation = z.array(
  z.object({
    kind: z.enum(['member', 'portal']),
    organization_id: z.string(),
    invitation_id: z.string(),
  }),
);

export interface FoundInvitation {
  kind: 'member' | 'portal';
  organizationId: string;
  id: string;
}

/** What a mail's token belongs to, while it counts; asked where no organization is known yet. */
export async function findByToken(
  database: Database,
  tokenHash: string,
): Promise<FoundInvitation | null> {
  const rows = await database.lookUp({
    name: 'find-invitation',
    text: 'select * from find_invitation($1)',
    values: [tokenHash],
  });
  const [row] = foundInvitation.parse(rows);
  return row
    ? { kind: row.kind, organizationId: row.organization_id, id: row.invitation_id }
    : null;
}

const foundPerson = z.array(
  z.object({
    member_id: z.string().nullable(),
    link_id: z.string().nullable(),
    link_state: z.enum(['invited', 'active', 'revoked']).nullable(),
  }),
);

/** Whether the address belongs to a member or portal user of this organization. */
export async function findPersonHere(tx: OrganizationTransaction, email: string) {
  const rows = await tx.query({
    name: 'find-person-here',
    text: 'select * from find_person_here($1)',
    values: [email],
  });
  return foundPerson.parse(rows)[0] ?? null;
}

/** The name and slug of the transaction's organization. */
export async function readOrganizationName(tx: OrganizationTransaction) {
  const [row] = await tx.orm
    .select({ id: organizations.id, name: organizations.name, slug: organizations.slug })
    .from(organizations)
    .where(eq(organizations.id, tx.scope.organizationId));
  if (!row) throw new Error('The organization of the transaction is not there.');
  return row;
}
