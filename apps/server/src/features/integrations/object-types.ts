import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { notFound } from '../../kernel/http/problem.ts';
import { findConnection, lockConnection, updateConnection } from './store.ts';

/** @throws Problem not_found when the organization has no such connection */
export async function requireConnection(
  tx: OrganizationTransaction,
  connectionId: string,
): Promise<{ id: string; platform: 'salesforce' | 'hubspot' }> {
  const row = await findConnection(tx, connectionId);
  if (!row) throw notFound('Connection');
  return { id: row.id, platform: row.platform };
}

/** The object of a saved mapping is discovered from now on. */
export async function discoverAlso(
  tx: OrganizationTransaction,
  connectionId: string,
  objectType: string,
): Promise<void> {
  const row = await lockConnection(tx, connectionId);
  if (!row || row.objectTypes.includes(objectType)) return;
  await updateConnection(tx, connectionId, { objectTypes: [...row.objectTypes, objectType] });
}
