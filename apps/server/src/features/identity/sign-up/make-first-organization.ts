import { randomBytes } from 'node:crypto';
import type { Database } from '../../../kernel/db/database.ts';
import { systemScope } from '../../../kernel/db/scope.ts';
import { newId } from '../../../kernel/ids.ts';
import { recordAudit } from '../../audit/index.ts';
import { insertMember } from '../store.ts';
import { slugOf } from './slug.ts';
import { findOrganization, insertOrganizationIfFree } from './store.ts';

/** Tries at a slug; a taken one gets four random hexadecimal digits, of which there are 65,536. */
const attempts = 5;

/** Makes the organization with its Owner; one that stands under the id already is left as it is. */
export async function makeFirstOrganization(
  database: Database,
  { id, name, ownerId }: { id: string; name: string; ownerId: string },
): Promise<{ id: string; name: string; slug: string }> {
  return database.withOrganization(systemScope(id, 'sign-up'), async (tx) => {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const ending = attempt === 0 ? '' : `-${randomBytes(2).toString('hex')}`;
      const organization = { id, name: name.slice(0, 100), slug: `${slugOf(name)}${ending}` };
      const existing = await findOrganization(tx);
      if (existing) return existing;
      if (!(await insertOrganizationIfFree(tx, organization))) continue;
      await insertMember(tx, { id: newId(), userId: ownerId, role: 'owner' });
      await recordAudit(tx, {
        action: 'organization.created',
        target: { type: 'organization', id },
        details: { owner: ownerId },
      });
      return organization;
    }
    throw new Error('No slug was free.');
  });
}
