import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import { pageOf, readCursor } from '../../kernel/http/cursor.ts';
import type { Routes } from '../../kernel/http/routes.ts';
import type { Notify } from '../notifications/index.ts';
import { createServiceAccount } from './create-service-account.ts';
import { deleteServiceAccount } from './delete-service-account.ts';
import * as operations from './operations.ts';
import { presentServiceAccount } from './present.ts';
import { requireRotatable, rotateToken } from './rotate-token.ts';
import { requireHeld } from './rules.ts';
import { areServiceAccountsEnabled, listServiceAccounts } from './store.ts';
import { switchServiceAccounts } from './switch-service-accounts.ts';

export function mountServiceAccounts(
  routes: Routes,
  { database, clock, notify }: { database: Database; clock: Clock; notify: Notify },
): void {
  routes.organization(operations.getServiceAccountSettings, async ({ caller }) => {
    const { scope } = caller.membership;
    const enabled = await database.withOrganization(scope, areServiceAccountsEnabled);
    return { settings: { enabled } };
  });

  routes.organization(operations.putServiceAccountSettings, async ({ caller, body, requestId }) => {
    await database.withOrganization(caller.membership.scope, (tx) =>
      switchServiceAccounts(tx, body.enabled, requestId),
    );
    return { settings: { enabled: body.enabled } };
  });

  routes.organization(operations.listServiceAccounts, async ({ caller, query }) => {
    const after = readCursor(query.cursor);
    const found = await database.withOrganization(caller.membership.scope, (tx) =>
      listServiceAccounts(tx, { after, limit: query.limit }),
    );
    const { rows, nextCursor } = pageOf(found, query.limit);
    return { serviceAccounts: rows.map(presentServiceAccount), nextCursor };
  });

  routes.once(operations.createServiceAccount, ({ once, caller, body, requestId }) =>
    once(
      (tx) => createServiceAccount(tx, { caller, wish: body, now: clock.now(), requestId, notify }),
      // The answer shows a token, a replayed one too.
      async () => requireHeld(caller.membership, body.permissions),
    ),
  );

  routes.once(operations.rotateServiceAccountToken, ({ once, caller, params, body, requestId }) => {
    const wish = { caller, ...params, ...body, now: clock.now(), requestId };
    return once(
      (tx) => rotateToken(tx, wish),
      (tx) => requireRotatable(tx, wish),
    );
  });

  routes.organization(operations.deleteServiceAccount, async ({ caller, params, requestId }) => {
    await database.withOrganization(caller.membership.scope, (tx) =>
      deleteServiceAccount(tx, params.serviceAccountId, requestId),
    );
    return { success: true };
  });
}
