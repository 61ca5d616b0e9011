/** SQL of saved mappings. Their pairs are parsed on the way out: stored JSON is a border too. */
import { type Mapping, mappingPair, rejectedPair } from '@partneros/contract/mapping';
import { and, asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { ObjectPair } from './rules/object-pair.ts';
import { mappings } from './tables.ts';

/** A mapping as it is stored. */
export interface SavedMapping extends Mapping {
  id: string;
  /** The CRM's object. */
  objectType: string;
}

export type MappingContent = Pick<Mapping, 'pairs' | 'rejected'>;

const storedPairs = z.array(mappingPair);
const storedRejected = z.array(rejectedPair);

function fromRow(row: typeof mappings.$inferSelect): SavedMapping {
  return {
    id: row.id,
    objectPair: row.objectPair,
    objectType: row.objectType,
    state: row.state,
    version: row.version,
    pairs: storedPairs.parse(row.pairs),
    rejected: storedRejected.parse(row.rejected),
  };
}

export async function findMapping(
  tx: OrganizationTransaction,
  connectionId: string,
  objectPair: string,
): Promise<SavedMapping | null> {
  const [row] = await tx.orm
    .select()
    .from(mappings)
    .where(and(eq(mappings.connectionId, connectionId), eq(mappings.objectPair, objectPair)));
  return row ? fromRow(row) : null;
}

export async function listMappings(
  tx: OrganizationTransaction,
  connectionId: string,
): Promise<SavedMapping[]> {
  // One per object that a person set up by hand; the bound is a seat belt.
  const rows = await tx.orm
    .select()
    .from(mappings)
    .where(eq(mappings.connectionId, connectionId))
    .orderBy(asc(mappings.objectPair))
    .limit(500);
  return rows.map(fromRow);
}

/**
 * The first version, as a draft.
 * @returns null when somebody else was first; waits for them to be done
 */
export async function insertMapping(
  tx: OrganizationTransaction,
  connectionId: string,
  pair: ObjectPair,
  content: MappingContent,
): Promise<SavedMapping | null> {
  const [row] = await tx.orm
    .insert(mappings)
    .values({
      id: newId(),
      organizationId: tx.scope.organizationId,
      connectionId,
      objectPair: pair.text,
      partnerosObject: pair.partnerosObject,
      objectType: pair.objectType,
      state: 'draft',
      version: 1,
      pairs: content.pairs,
      rejected: content.rejected,
    })
    .onConflictDoNothing()
    .returning();
  return row ? fromRow(row) : null;
}

/**
 * The next version, if the given one is still the current one.
 * @returns null when it is not
 */
export async function updateMapping(
  tx: OrganizationTransaction,
  mappingId: string,
  version: number,
  changes: Partial<MappingContent> & Pick<Mapping, 'state'>,
): Promise<SavedMapping | null> {
  const [row] = await tx.orm
    .update(mappings)
    .set({ ...changes, version: version + 1, updatedAt: sql`now()` })
    .where(and(eq(mappings.id, mappingId), eq(mappings.version, version)))
    .returning();
  return row ? fromRow(row) : null;
}
