import { z } from 'zod';
import type { Database } from './database.ts';

const rows = z.array(z.object({ organization_id: z.string() }));

/** The ids of all organizations, for jobs that visit each in its own scope. */
export async function organizationIds(database: Database): Promise<string[]> {
  const found = await database.lookUp({
    name: 'organization-ids',
    text: 'select organization_id from every_organization() as found(organization_id)',
    values: [],
  });
  return rows.parse(found).map((row) => row.organization_id);
}
