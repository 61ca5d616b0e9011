import { z } from 'zod';
import type { Database, IdentityTransaction } from '../../kernel/db/database.ts';
import { listOrganizationsOf } from './store.ts';

type Organizations = Awaited<ReturnType<typeof listOrganizationsOf>>;

interface Reachable {
  /** Those that the session may be switched to. */
  open: Organizations;
  /** Those of the person that let in nobody but by single sign-on. */
  behindSso: Organizations;
}

const rows = z.array(z.object({ organization_id: z.string() }));

/**
 * A person's organizations, by whether the session can enter them. A session that single sign-on made
 * for one organization sees no other, not even that there are others: the identity provider of one
 * customer must learn nothing about the rest of a person's life.
 */
export async function reachableOrganizations(
  database: Database,
  { userId, pinnedOrganizationId }: { userId: string; pinnedOrganizationId: string | null },
): Promise<Reachable> {
  const all = await listOrganizationsOf(database, userId);
  if (pinnedOrganizationId !== null) {
    return { open: all.filter(({ id }) => id === pinnedOrganizationId), behindSso: [] };
  }
  const found = await database.lookUp({
    name: 'organizations-behind-sso',
    text: 'select organization_id from organizations_behind_sso($1) as found(organization_id)',
    values: [userId],
  });
  const walled = new Set(rows.parse(found).map((row) => row.organization_id));
  return {
    open: all.filter(({ id }) => !walled.has(id)),
    behindSso: all.filter(({ id }) => walled.has(id)),
  };
}

const walls = z.tuple([z.object({ walled: z.boolean() })]);

/** Whether every organization of the person asks for single sign-on: then a password opens nothing. */
export async function isBehindSso(tx: IdentityTransaction, userId: string): Promise<boolean> {
  const found = await tx.query({
    name: 'is-behind-sso',
    text: `select count(*) > 0 and count(*) = count(w.organization_id) as walled
      from organizations_of($1) o
      left join organizations_behind_sso($1) w(organization_id) on w.organization_id = o.organization_id`,
    values: [userId],
  });
  return walls.parse(found)[0].walled;
}
