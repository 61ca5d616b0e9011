import { z } from 'zod';
import type { Database } from '../kernel/db/database.ts';

const rows = z.tuple([z.object({ id: z.string() })]);

/** The id of this installation, which a restored or copied database keeps. */
export async function readInstanceId(database: Database): Promise<string> {
  const found = await database.lookUp({
    name: 'instance-id',
    text: 'select id from instance',
    values: [],
  });
  return rows.parse(found)[0].id;
}
