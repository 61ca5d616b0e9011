import type { Database } from '../../../kernel/db/database.ts';
import type { OrganizationScope } from '../../../kernel/db/scope.ts';
import { notFound } from '../../../kernel/http/problem.ts';
import { recordAudit } from '../../audit/index.ts';
import { deleteProvider, findProvider } from '../store.ts';
import { keepWayIn } from '../way-in.ts';

/** Removes a provider with its links to people. @throws Problem when it is the last way in */
export function removeProvider(
  database: Database,
  scope: OrganizationScope,
  providerId: string,
  requestId: string,
): Promise<void> {
  return database.withOrganization(scope, async (tx) => {
    const provider = await findProvider(tx, providerId, 'update');
    if (!provider) throw notFound('Provider');
    await deleteProvider(tx, providerId);
    await recordAudit(tx, {
      action: 'sso.provider_removed',
      target: { type: 'sso_provider', id: providerId },
      details: { kind: provider.kind, name: provider.name },
      requestId,
    });
    await keepWayIn(tx);
  });
}
