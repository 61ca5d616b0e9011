import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import type { MappedFields } from '../integrations/index.ts';
import { listMappings } from './store.ts';

/** Which CRM fields the saved mappings of a connection use, confirmed or not, by CRM object. */
export async function mappedFields(
  tx: OrganizationTransaction,
  connectionId: string,
): Promise<MappedFields> {
  const fields = new Map<string, Set<string>>();
  for (const { objectType, pairs } of await listMappings(tx, connectionId)) {
    const names = fields.get(objectType) ?? new Set();
    for (const pair of pairs) names.add(pair.crmField);
    fields.set(objectType, names);
  }
  return fields;
}
