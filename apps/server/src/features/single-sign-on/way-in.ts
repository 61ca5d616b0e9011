import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { ssoIsRequired } from '../identity/index.ts';
import { usableProviders } from './store.ts';

/**
 * Undoes a change that would lock everybody out: while single sign-on is required, one provider that
 * is switched on must speak for a proven domain. Called last in the transaction.
 * @throws Problem prerequisite_missing
 */
export async function keepWayIn(tx: OrganizationTransaction): Promise<void> {
  if (!(await ssoIsRequired(tx)) || (await usableProviders(tx)).length > 0) return;
  throw new Problem(
    'prerequisite_missing',
    'Single sign-on is required here and this is the last way in: switch the requirement off first.',
  );
}
