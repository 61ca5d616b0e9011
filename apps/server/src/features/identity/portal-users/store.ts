/** SQL of links into the portal. */
import { and, eq, gt, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { OrganizationTransaction } from '../../../kernel/db/database.ts';
import { portalLinks } from '../tables.ts';

export type LinkRow = typeof portalLinks.$inferSelect;

const linkWithContact = z.object({
  id: z.string(),
  state: z.enum(['invited', 'active', 'revoked']),
  first_name: z.string(),
  last_name: z.string(),
  email: z.string(),
  contact_id: z.string(),
  partner_id: z.string(),
  partner_name: z.string(),
  expires_at: z.date().nullable(),
  created_at: z.date(),
});
export type LinkWithContact = z.infer<typeof linkWithContact>;

export interface LinkFilter {
  q?: string | undefined;
  partnerId?: string | undefined;
  state?: string | undefined;
  /** This one alone. */
  linkId?: string | undefined;
}

/** Oldest first, after the given one; reads one more than the limit. */
export async function listLinks(
  tx: OrganizationTransaction,
  filter: LinkFilter,
  page: { after: string | null; limit: number },
): Promise<LinkWithContact[]> {
  const { q = null, partnerId = null, state = null, linkId = null } = filter;
  const rows = await tx.query({
    name: 'list-portal-links',
    text: `select l.id, l.state, c.first_name, c.last_name, c.email, l.contact_id, l.partner_id,
        p.name as partner_name, l.expires_at, l.created_at
      from portal_links l
      join contacts c on c.organization_id = l.organization_id and c.id = l.contact_id
      join partners p on p.organization_id = l.organization_id and p.id = l.partner_id
      where ($1::text is null
          or position(lower($1::text) in lower(c.first_name || ' ' || c.last_name)) > 0
          or position(lower($1::text) in c.email) > 0)
        and ($2::uuid is null or l.partner_id = $2::uuid)
        and ($3::text is null or l.state = $3::text)
        and ($4::uuid is null or l.id = $4::uuid)
        and ($5::uuid is null or l.id > $5::uuid)
      order by l.id
      limit $6::int`,
    values: [q, partnerId, state, linkId, page.after, page.limit + 1],
  });
  return z.array(linkWithContact).parse(rows);
}

export async function findLinkWithContact(
  tx: OrganizationTransaction,
  linkId: string,
): Promise<LinkWithContact | null> {
  const [row] = await listLinks(tx, { linkId }, { after: null, limit: 1 });
  return row ?? null;
}

export async function findLinkOf(
  tx: OrganizationTransaction,
  userId: string,
): Promise<LinkRow | null> {
  const [row] = await tx.orm.select().from(portalLinks).where(eq(portalLinks.userId, userId));
  return row ?? null;
}

/** A person has one link per organization: an old one is made into the new invitation. */
export async function writeInvitedLink(
  tx: OrganizationTransaction,
  link: Omit<typeof portalLinks.$inferInsert, 'organizationId' | 'state'>,
): Promise<void> {
  const { partnerId, contactId, invitationHash, expiresAt } = link;
  const invited = { partnerId, contactId, invitationHash, expiresAt, state: 'invited' } as const;
  await tx.orm
    .insert(portalLinks)
    .values({ ...link, state: 'invited', organizationId: tx.scope.organizationId })
    .onConflictDoUpdate({
      target: [portalLinks.organizationId, portalLinks.userId],
      set: invited,
    });
}

/** Uses the token up: of several at once, one gets the link. */
export async function consumeLink(
  tx: OrganizationTransaction,
  linkId: string,
  tokenHash: string,
): Promise<LinkRow | null> {
  const [row] = await tx.orm
    .update(portalLinks)
    .set({ state: 'active', invitationHash: null, expiresAt: null })
    .where(
      and(
        eq(portalLinks.id, linkId),
        eq(portalLinks.invitationHash, tokenHash),
        eq(portalLinks.state, 'invited'),
        gt(portalLinks.expiresAt, sql`now()`),
      ),
    )
    .returning();
  return row ?? null;
}

/** Revokes what is not revoked of one link, of a contact's or of a partner's. @returns the revoked */
export async function revokeLinks(
  tx: OrganizationTransaction,
  whose: { linkId: string } | { contactId: string } | { partnerId: string },
): Promise<LinkRow[]> {
  const [column, id] =
    'linkId' in whose
      ? [portalLinks.id, whose.linkId]
      : 'contactId' in whose
        ? [portalLinks.contactId, whose.contactId]
        : [portalLinks.partnerId, whose.partnerId];
  return tx.orm
    .update(portalLinks)
    .set({ state: 'revoked', invitationHash: null, expiresAt: null })
    .where(and(eq(column, id), ne(portalLinks.state, 'revoked')))
    .returning();
}
