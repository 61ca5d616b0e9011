import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { areServiceAccountsEnabled } from './store.ts';

/** @throws Problem prerequisite_missing while no Owner has switched service accounts on */
export async function requireEnabled(tx: OrganizationTransaction): Promise<void> {
  if (await areServiceAccountsEnabled(tx)) return;
  throw new Problem(
    'prerequisite_missing',
    'Service accounts are off: an Owner can switch them on in the security settings.',
  );
}
