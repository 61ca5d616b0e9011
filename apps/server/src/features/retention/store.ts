/** SQL of retention: the settings, and deleting what is past its days. */
import type { RetentionSubject } from '@partneros/contract/retention';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { OrganizationTransaction, Statement } from '../../kernel/db/database.ts';
import { type RetentionRow, retentionSettings } from './tables.ts';

export async function findSettings(tx: OrganizationTransaction): Promise<RetentionRow | null> {
  const [row] = await tx.orm.select().from(retentionSettings);
  return row ?? null;
}

/** @returns null when the version is no longer the given one; 0 stands for no row yet */
export async function saveSettings(
  tx: OrganizationTransaction,
  version: number,
  changes: Partial<Record<RetentionSubject, number | null>>,
): Promise<RetentionRow | null> {
  const { organizationId } = tx.scope;
  const stamp = { version: version + 1, updatedAt: sql`now()` };
  if (version === 0) {
    const [made] = await tx.orm
      .insert(retentionSettings)
      .values({ organizationId, ...changes, ...stamp })
      .onConflictDoNothing()
      .returning();
    return made ?? null;
  }
  const [row] = await tx.orm
    .update(retentionSettings)
    .set({ ...changes, ...stamp })
    .where(eq(retentionSettings.version, version))
    .returning();
  return row ?? null;
}

const counts = z.tuple([z.object({ count: z.number() })]);

export interface Outdated {
  /** Table, column and condition come from the registry, never from a request. */
  table: string;
  column: string;
  only: string | null;
  before: Date;
  /** For tables outside a tenant's scope: rows of this organization, or of none; all when absent. */
  organizationId?: string | null;
}

const rowsAtOnce = 1000;

/** Deletes a handful of rows whose column lies before the moment. @returns whether there may be more */
export async function deleteOutdated(
  run: (statement: Statement) => Promise<Record<string, unknown>[]>,
  { table, column, only, before, organizationId }: Outdated,
): Promise<boolean> {
  const conditions = [`${column} < $1`, ...(only === null ? [] : [only])];
  const values: unknown[] = [before];
  if (organizationId === null) conditions.push('organization_id is null');
  if (typeof organizationId === 'string') {
    conditions.push('organization_id = $2');
    values.push(organizationId);
  }
  const found = await run({
    name: `retain-${table}-${values.length}-${conditions.length}`,
    text: `with gone as (
        delete from ${table} where ctid = any (array(
          select ctid from ${table} where ${conditions.join(' and ')} limit ${rowsAtOnce}))
        returning 1)
      select count(*)::int as count from gone`,
    values,
  });
  return counts.parse(found)[0].count === rowsAtOnce;
}
