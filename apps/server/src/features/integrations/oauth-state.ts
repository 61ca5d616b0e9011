import { z } from 'zod';
import type { Database } from '../../kernel/db/database.ts';

const found = z.object({ organization_id: z.string(), state_id: z.string() });

/** Which organization's state this is: asked before an organization is known, answers ids only. */
export async function findOAuthState(
  database: Database,
  stateHash: string,
): Promise<{ organizationId: string; stateId: string } | null> {
  const [row] = await database.lookUp({
    name: 'find-oauth-state',
    text: 'select * from find_oauth_state($1)',
    values: [stateHash],
  });
  if (!row) return null;
  const { organization_id: organizationId, state_id: stateId } = found.parse(row);
  return { organizationId, stateId };
}
